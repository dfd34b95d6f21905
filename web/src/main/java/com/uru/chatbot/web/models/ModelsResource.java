package com.uru.chatbot.web.models;

import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The known models that this installation offers, whatever the key of the caller has. */
@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class ModelsResource {
  private final ModelCatalog catalog;

  @Inject
  public ModelsResource(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * All models, the preferred ones first.
   *
   * @param defaultModel id of the model of a conversation for which nobody chose one
   */
  public record ModelsBody(List<ModelBody> items, String defaultModel) {}

  /** Returns the known models. */
  @GET
  public ModelsBody list() {
    return new ModelsBody(
        catalog.models().stream().map(ModelBody::of).toList(), catalog.defaultModel().id());
  }
}
