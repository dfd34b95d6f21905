package com.uru.chatbot.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.usage.Budgets.OwnBudgetChanged;
import com.uru.chatbot.usage.Quota.Owner;
import com.uru.chatbot.usage.Quota.State;
import jakarta.json.Json;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Today is 2026-11-28. */
class BudgetsTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-28");

  private final ManualClock clock = new ManualClock();
  private final InMemorySettings settings = new InMemorySettings();
  private final InMemoryBudgets own = new InMemoryBudgets();
  private final InMemoryUsageLedger ledger = new InMemoryUsageLedger();
  private final Budgets budgets = new Budgets(settings.current(), own, ledger, clock);
  private final Caller ada = Caller.onBehalfOf(Tenant.DEFAULT_ID, UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(Tenant.DEFAULT_ID, UUID.randomUUID());

  private void allow(String json) {
    settings.set(Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
  }

  private void use(Caller caller, LocalDate day, int tokens, Cost cost) {
    TokenUsage usage = new TokenUsage(tokens - tokens / 10, 0, 0, tokens / 10, 0);
    ledger.add(caller.tenantId(), caller.userId(), day, "gpt-4o", usage, cost);
  }

  private void use(Caller caller, LocalDate day, int tokens, String dollars) {
    use(caller, day, tokens, new Cost(new BigDecimal(dollars), "USD"));
  }

  private DomainException refusal(Caller caller) {
    return catchThrowableOfType(DomainException.class, () -> budgets.require(caller));
  }

  @Test
  void admitEverybodyUntilSomethingIsSetAndReadNoSums() {
    use(ada, TODAY, 1_000_000, "1000");

    assertThat(refusal(ada)).isNull();
    assertThat(budgets.of(ada)).isEmpty();
    assertThat(ledger.reads()).isZero();
    assertThat(own.reads()).isEqualTo(1);
  }

  @Test
  void refuseAtTheLimitWithTheFiguresAndWhenItRenews() {
    allow("{'userTokensPerDay': 1000}");
    use(ada, TODAY, 999, "0");
    assertThat(refusal(ada)).isNull();
    use(ada, TODAY, 501, "0");

    DomainException refusal = refusal(ada);

    assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
    assertThat(refusal.title()).isEqualTo("Your budget is used up");
    assertThat(refusal.detail())
        .isEqualTo(
            "You have used 1,500 of the 1,000 tokens that your organisation allows you in a day."
                + " The budget renews on 29 November 2026 at 00:00 UTC.");
    assertThat(refusal.members())
        .containsEntry("owner", "user")
        .containsEntry("measure", "tokens")
        .containsEntry("period", "day")
        .containsEntry("limit", 1000L)
        .containsEntry("used", 1500L)
        .containsEntry("renewsAt", "2026-11-29T00:00:00Z");
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofHours(12));
    assertThat(refusal(bob)).as("another person").isNull();
  }

  @Test
  void renewAtMidnightAndAtTheBeginningOfAMonth() {
    allow("{'userTokensPerDay': 1000, 'userTokensPerMonth': 2000}");
    use(ada, LocalDate.parse("2026-10-31"), 5000, "0");
    use(ada, TODAY, 1000, "0");
    assertThat(refusal(ada).members()).containsEntry("period", "day");
    clock.pass(Duration.ofHours(12));
    assertThat(refusal(ada)).isNull();
    use(ada, TODAY.plusDays(1), 1000, "0");
    assertThat(refusal(ada).members()).containsEntry("period", "day");
    clock.pass(Duration.ofDays(1));
    assertThat(refusal(ada).members())
        .containsEntry("period", "month")
        .containsEntry("renewsAt", "2026-12-01T00:00:00Z");
    clock.pass(Duration.ofDays(1));
    assertThat(refusal(ada)).isNull();
  }

  @Test
  void countMoneyByListPriceOfWhatHasOne() {
    allow("{'userCostPerMonth': 5.00}");
    use(ada, TODAY.minusDays(3), 100, "4.20");
    use(ada, TODAY, 1_000_000, Cost.of(null, new TokenUsage(1, 0, 0, 1, 0)));
    assertThat(budgets.of(ada)).extracting(Quota::state).containsExactly(State.WARNING);
    assertThat(refusal(ada)).isNull();
    use(ada, TODAY, 100, "0.823");

    DomainException refusal = refusal(ada);

    assertThat(refusal.detail())
        .isEqualTo(
            "You have used $5.02 of the $5.00 that your organisation allows you in a month."
                + " The budget renews on 1 December 2026 at 00:00 UTC.");
    assertThat(refusal.members())
        .containsEntry("currency", "USD")
        .containsEntry("limit", new BigDecimal("5.00"));
  }

  @Test
  void limitAllPeopleTogetherWithinThreeSeconds() {
    allow("{'tenantTokensPerDay': 1000}");
    use(ada, TODAY, 600, "0");
    assertThat(refusal(bob)).isNull();
    use(ada, TODAY, 600, "0");
    clock.pass(Duration.ofSeconds(3));

    assertThat(refusal(bob).title()).isEqualTo("Your organisation's budget is used up");
    assertThat(refusal(bob).detail()).startsWith("Your organisation has used 1,200 of the 1,000");
    assertThat(refusal(Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID())))
        .as("another tenant")
        .isNull();
  }

  @Test
  void letPeopleAllowThemselvesLess() {
    allow("{'userTokensPerDay': 1000}");
    own.save(ada, new BudgetLimits(100L, null, null, null));
    use(ada, TODAY, 100, "0");
    use(bob, TODAY, 100, "0");

    assertThat(refusal(ada).members()).containsEntry("owner", "own");
    assertThat(refusal(ada).action()).contains("Settings, Usage");
    assertThat(budgets.of(ada)).extracting(Quota::owner).containsExactly(Owner.OWN, Owner.USER);
    assertThat(refusal(bob)).isNull();
  }

  @Test
  void holdAtOnceWhenPeopleChangeTheirOwn() {
    assertThat(refusal(ada)).isNull();
    use(ada, TODAY, 100, "0");
    own.save(ada, new BudgetLimits(100L, null, null, null));
    budgets.forget(new OwnBudgetChanged(ada.tenantId(), ada.userId()));

    assertThat(refusal(ada)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"79, OK", "80, WARNING", "99, WARNING", "100, REACHED", "130, REACHED"})
  void warnFromEightyPercent(int used, State state) {
    allow("{'userTokensPerDay': 100}");
    use(ada, TODAY, used, "0");

    assertThat(budgets.of(ada))
        .singleElement()
        .satisfies(
            quota -> {
              assertThat(quota.state()).isEqualTo(state);
              assertThat(quota.renewsAt()).isEqualTo(Instant.parse("2026-11-29T00:00:00Z"));
            });
  }
}
