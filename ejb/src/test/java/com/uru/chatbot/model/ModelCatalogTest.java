package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {
  private final ModelCatalog catalog = new ModelCatalog();

  @Test
  void offersEveryPromisedModelOnce() {
    assertThat(catalog.models())
        .extracting(Model::id)
        .containsExactly(
            "gpt-4o", "gpt-4o-mini", "o1", "o1-mini", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo");
  }

  @Test
  void knowsWhatO1Accepts() {
    Model o1 = catalog.require("o1");

    assertThat(o1.contextWindow()).isEqualTo(200_000);
    assertThat(o1.maxOutputTokens()).isEqualTo(100_000);
    assertThat(o1.capabilities())
        .isEqualTo(new ModelCapabilities(true, false, true, true, true, true));
    assertThat(o1.price())
        .isEqualTo(new Model.Price(new BigDecimal("15.00"), new BigDecimal("60.00"), "USD"));
  }

  @Test
  void describesEveryModelCompletely() {
    assertThat(catalog.models())
        .allSatisfy(
            model -> {
              assertThat(model.label()).isNotBlank();
              assertThat(model.description()).isNotBlank();
              assertThat(model.price()).isNotNull();
              assertThat(model.maxOutputTokens()).isBetween(1, model.contextWindow());
            });
  }

  @Test
  void namesConversationsWithACheapModelThatDoesNotReason() {
    assertThat(catalog.titleModel().capabilities().reasoning()).isFalse();
    assertThat(catalog.titleModel().id()).isEqualTo("gpt-4o-mini");
    assertThat(catalog.defaultModel().id()).isEqualTo("gpt-4o");
  }

  @Test
  void refusesAnUnknownModel() {
    assertThatThrownBy(() -> catalog.require("gpt-9"))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.MODEL_NOT_AVAILABLE));
  }
}
