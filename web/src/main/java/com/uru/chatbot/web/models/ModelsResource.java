package com.uru.chatbot.web.models;

import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCapabilities;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models that users can choose. */
@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class ModelsResource {
  private final ModelCatalog catalog;

  @Inject
  public ModelsResource(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** All models, the preferred ones first. */
  public record ModelsBody(List<ModelBody> items) {}

  /**
   * A model on the wire.
   *
   * @param contextWindow tokens of question and answer together
   * @param maxOutputTokens tokens of one answer
   * @param available whether the caller may choose it
   */
  public record ModelBody(
      String id,
      String label,
      String description,
      int contextWindow,
      int maxOutputTokens,
      CapabilitiesBody capabilities,
      Model.@Nullable Price price,
      boolean available) {
    static ModelBody of(Model model) {
      return new ModelBody(
          model.id(),
          model.label(),
          model.description(),
          model.contextWindow(),
          model.maxOutputTokens(),
          CapabilitiesBody.of(model.capabilities()),
          model.price(),
          true);
    }
  }

  /** What a client needs to know to offer the right settings. */
  public record CapabilitiesBody(
      boolean systemPrompt,
      boolean temperature,
      boolean reasoningEffort,
      boolean vision,
      boolean streaming) {
    static CapabilitiesBody of(ModelCapabilities capabilities) {
      return new CapabilitiesBody(
          capabilities.systemPrompt(),
          capabilities.temperature(),
          capabilities.reasoningEffort(),
          capabilities.vision(),
          capabilities.streaming());
    }
  }

  /** The catalogue. */
  @GET
  public ModelsBody list() {
    return new ModelsBody(catalog.models().stream().map(ModelBody::of).toList());
  }
}
