package com.uru.chatbot.usage;

import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.TenantScoped;
import com.uru.chatbot.usage.Budgets.OwnBudgetChanged;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What callers may use, what they have used of it, and what they allow themselves. */
@Stateless
@TenantScoped
public class Quotas {
  private Budgets budgets;
  private Storage storage;
  private BudgetRepository own;
  private Event<OwnBudgetChanged> changed;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Quotas() {}

  @Inject
  public Quotas(
      Budgets budgets, Storage storage, BudgetRepository own, Event<OwnBudgetChanged> changed) {
    this.budgets = budgets;
    this.storage = storage;
    this.own = own;
    this.changed = changed;
  }

  /** Returns the limits that hold for the caller, the caller's own first, storage last. */
  public List<Quota> get(Caller caller) {
    return joined(budgets.of(caller), storage.of(caller));
  }

  private static List<Quota> joined(List<Quota> first, List<Quota> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /**
   * Returns the limits of all people together.
   *
   * @throws DomainException {@code FORBIDDEN} if the caller is no administrator
   */
  public List<Quota> ofTenant(Caller caller) {
    if (caller.role() != Role.ADMIN) {
      throw new DomainException(ProblemCode.FORBIDDEN);
    }
    return joined(budgets.ofTenant(caller.tenantId()), storage.ofTenant(caller.tenantId()));
  }

  /** Returns the own budget of the caller. */
  public BudgetLimits own(Caller caller) {
    return own.find(caller);
  }

  /** Changes the own budget of the caller, and returns it. */
  public BudgetLimits changeOwn(Caller caller, UnaryOperator<BudgetLimits> change) {
    BudgetLimits after = change.apply(own.find(caller));
    own.save(caller, after);
    changed.fire(new OwnBudgetChanged(caller.tenantId(), caller.userId()));
    return after;
  }
}
