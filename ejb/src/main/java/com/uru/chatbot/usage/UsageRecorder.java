package com.uru.chatbot.usage;

import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Adds the usage of an answer, with its cost by list price, to what its user has used. */
@ApplicationScoped
public class UsageRecorder {
  private UsageLedger ledger;
  private ModelCatalog models;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UsageRecorder() {}

  @Inject
  public UsageRecorder(UsageLedger ledger, ModelCatalog models, Clock clock) {
    this.ledger = ledger;
    this.models = models;
    this.clock = clock;
  }

  /** Adds an answer of today, in the caller's transaction, as its last statement. */
  public void record(Caller caller, String model, TokenUsage usage) {
    ledger.add(
        caller.tenantId(),
        caller.userId(),
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
        model,
        usage,
        Cost.of(models.price(model), usage));
  }
}
