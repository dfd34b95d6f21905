package com.uru.chatbot.web.usage;

import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.Quotas;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.json.PatchField;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller may use, what is used of it, and the budget that the caller has set. */
@Path("/me/quotas")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class MeQuotasResource {
  /** Tokens that a budget can have. */
  public static final long MAX_TOKENS = 1_000_000_000_000L;

  /** US dollars that a budget has to have. */
  public static final String MIN_COST = "0.01";

  /** US dollars that a budget can have. */
  public static final String MAX_COST = "10000000";

  /** Digits of a cost before the decimal point. */
  public static final int COST_DIGITS = 8;

  private final Quotas quotas;
  private final CurrentCaller caller;

  @Inject
  public MeQuotasResource(Quotas quotas, CurrentCaller caller) {
    this.quotas = quotas;
    this.caller = caller;
  }

  /**
   * The caller's own budget on the wire; null: no limit.
   *
   * @param costPerDay US dollars by list price
   * @param costPerMonth US dollars by list price
   */
  public record OwnBody(
      @Nullable Long tokensPerDay,
      @Nullable Long tokensPerMonth,
      @Nullable BigDecimal costPerDay,
      @Nullable BigDecimal costPerMonth) {
    static OwnBody of(BudgetLimits limits) {
      return new OwnBody(
          limits.tokensPerDay(),
          limits.tokensPerMonth(),
          limits.costPerDay(),
          limits.costPerMonth());
    }
  }

  /** The caller's own budget, and all limits that hold, with what is used. */
  public record QuotasBody(OwnBody own, List<QuotaBody> items) {}

  /** A merge patch of the caller's own budget; null unsets. */
  public record PatchBody(
      PatchField<@Min(1) @Max(MAX_TOKENS) Long> tokensPerDay,
      PatchField<@Min(1) @Max(MAX_TOKENS) Long> tokensPerMonth,
      PatchField<
              @DecimalMin(MIN_COST) @DecimalMax(MAX_COST) @Digits(integer = COST_DIGITS, fraction = 2) BigDecimal>
          costPerDay,
      PatchField<
              @DecimalMin(MIN_COST) @DecimalMax(MAX_COST) @Digits(integer = COST_DIGITS, fraction = 2) BigDecimal>
          costPerMonth) {
    BudgetLimits applyTo(BudgetLimits before) {
      return new BudgetLimits(
          tokensPerDay.orKeepNullable(before.tokensPerDay()),
          tokensPerMonth.orKeepNullable(before.tokensPerMonth()),
          costPerDay.orKeepNullable(before.costPerDay()),
          costPerMonth.orKeepNullable(before.costPerMonth()));
    }
  }

  /** Returns what holds now. */
  @GET
  public QuotasBody get() {
    Caller user = caller.get();
    return body(user, quotas.own(user));
  }

  /** Changes the caller's own budget: on this node at once, on others within a minute. */
  @PATCH
  @Consumes({PatchField.MERGE_PATCH_JSON, MediaType.APPLICATION_JSON})
  public QuotasBody change(@NotNull @Valid PatchBody body) {
    Caller user = caller.get();
    return body(user, quotas.changeOwn(user, body::applyTo));
  }

  private QuotasBody body(Caller user, BudgetLimits own) {
    return new QuotasBody(OwnBody.of(own), QuotaBody.of(quotas.get(user)));
  }
}
