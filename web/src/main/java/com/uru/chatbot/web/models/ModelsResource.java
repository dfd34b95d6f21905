package com.uru.chatbot.web.models;

import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known models that the caller's organisation offers, whatever the key of the caller has. */
@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class ModelsResource {
  private final TenantModels models;
  private final CurrentCaller currentCaller;

  @Inject
  public ModelsResource(TenantModels models, CurrentCaller currentCaller) {
    this.models = models;
    this.currentCaller = currentCaller;
  }

  /**
   * All models, the preferred ones first.
   *
   * @param defaultModel id of the model of a conversation for which nobody chose one
   * @param tenantDefault the same if an administrator has set it, else null: what was found with a
   *     key before may not know it yet
   */
  public record ModelsBody(
      List<ModelBody> items, String defaultModel, @Nullable String tenantDefault) {
    static ModelsBody of(ModelCatalog offered) {
      return new ModelsBody(
          offered.models().stream().map(ModelBody::of).toList(),
          offered.defaultModel().id(),
          offered.defaultOfTenant().orElse(null));
    }
  }

  /** Returns the known models. */
  @GET
  public ModelsBody list() {
    return ModelsBody.of(models.of(currentCaller.get()));
  }
}
