package com.uru.chatbot.web.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.web.models.ModelsResource.CapabilitiesBody;
import com.uru.chatbot.web.models.ModelsResource.ModelBody;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ModelsResourceTest {
  private final ModelsResource resource = new ModelsResource(new ModelCatalog());

  @Test
  void listsTheCatalogueInItsOrder() {
    assertThat(resource.list().items())
        .extracting(ModelBody::id)
        .containsExactlyElementsOf(new ModelCatalog().models().stream().map(Model::id).toList());
  }

  @Test
  void tellsWhatAModelCanDoAndCosts() {
    assertThat(resource.list().items())
        .contains(
            new ModelBody(
                "o1-mini",
                "o1-mini",
                "Thinks at a lower price; strong in code and mathematics",
                128_000,
                65_536,
                new CapabilitiesBody(false, false, false, false, true),
                new Model.Price(new BigDecimal("1.10"), new BigDecimal("4.40"), "USD"),
                true));
  }
}
