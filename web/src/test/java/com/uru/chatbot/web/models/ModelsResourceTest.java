package com.uru.chatbot.web.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.web.models.ModelBody.CapabilitiesBody;
import com.uru.chatbot.web.models.ModelBody.LongContextBody;
import com.uru.chatbot.web.models.ModelBody.PriceBody;
import com.uru.chatbot.web.models.ModelsResource.ModelsBody;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsResourceTest {
  private final ModelCatalog catalog =
      ModelCatalog.builtIn(Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC));
  private final ModelsBody body = ModelsBody.of(catalog);

  @Test
  void listsTheCatalogueInItsOrder() {
    assertThat(body.items())
        .extracting(ModelBody::id)
        .containsExactlyElementsOf(
            catalog.models().stream().map(offer -> offer.model().id()).toList());
    assertThat(body.defaultModel()).isEqualTo("gpt-6.2-sol");
  }

  @Test
  void tellsWhatAModelCanDoAndCosts() {
    assertThat(body.items())
        .contains(
            new ModelBody(
                "gpt-6-luna",
                "GPT-6 Luna",
                "The quickest and cheapest; for short and simple tasks",
                1_050_000,
                128_000,
                new CapabilitiesBody(true, false, true, true, true),
                new PriceBody(
                    new BigDecimal("0.1"),
                    new BigDecimal("0.5"),
                    new BigDecimal("0.01"),
                    new BigDecimal("0.125"),
                    "USD",
                    new LongContextBody(272_000, new BigDecimal("2"), new BigDecimal("1.5"))),
                true,
                List.of("none", "low", "medium", "high", "xhigh", "max"),
                true,
                true,
                true,
                null,
                null));
  }

  @Test
  void tellsThatAModelIsShutDownAndWhatTakesItsPlace() {
    assertThat(body.items())
        .filteredOn(model -> model.id().equals("o1-mini"))
        .singleElement()
        .satisfies(
            model -> {
              assertThat(model.available()).isFalse();
              assertThat(model.shutdownDate()).isEqualTo(LocalDate.parse("2025-10-27"));
              assertThat(model.successor()).isEqualTo("gpt-6.1-terra");
            });
  }
}
