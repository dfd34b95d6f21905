package com.uru.chatbot.web.administration;

import com.uru.chatbot.administration.SettingsAdministration;
import com.uru.chatbot.identity.SignUp;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.settings.SettingsRepository.Change;
import com.uru.chatbot.settings.SettingsRepository.Version;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.web.administration.SettingsBody.ConfiguredBody;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.json.MergePatch;
import com.uru.chatbot.web.json.PatchField;
import com.uru.chatbot.web.request.IfMatch;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of the administrator's tenant. */
@Path("/admin/settings")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class AdminSettingsResource {
  private static final int MAX_ID = 300;
  private static final int MAX_LISTED = 100;

  private final SettingsAdministration administration;
  private final SignUp signUp;
  private final ModelCatalog models;
  private final CurrentCaller caller;

  @Inject
  public AdminSettingsResource(
      SettingsAdministration administration,
      SignUp signUp,
      ModelCatalog models,
      CurrentCaller caller) {
    this.administration = administration;
    this.signUp = signUp;
    this.models = models;
    this.caller = caller;
  }

  /** A merge patch on the wire; null unsets. */
  public record PatchBody(
      PatchField<SignUpMode> signUp,
      PatchField<@Size(max = MAX_LISTED) List<@NotBlank @Size(max = 253) String>> signUpDomains,
      PatchField<@Size(max = MAX_LISTED) List<@NotBlank @Size(max = MAX_ID) String>> allowedModels,
      PatchField<@Size(max = MAX_ID) String> defaultModel) {}

  /** What is set, and what holds where nothing is. */
  @GET
  public SettingsBody get() {
    return body(administration.get(caller.get()));
  }

  /** Changes settings, on all nodes within five seconds. */
  @PATCH
  @Consumes({PatchField.MERGE_PATCH_JSON, MediaType.APPLICATION_JSON})
  public SettingsBody change(
      @HeaderParam("If-Match") @Nullable String ifMatch, @NotNull @Valid PatchBody body) {
    return body(administration.change(caller.get(), MergePatch.of(body), IfMatch.version(ifMatch)));
  }

  private SettingsBody body(Version version) {
    return SettingsBody.of(
        version, new ConfiguredBody(signUp.configured().wireName(), models.defaultModel().id()));
  }

  /** Who has changed what, the last change first. */
  @GET
  @Path("/versions")
  public Page<SettingsChangeBody> versions(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    Page<Change> page = administration.history(caller.get(), number(cursor), limit);
    return new Page<>(
        page.items().stream().map(SettingsChangeBody::of).toList(), page.nextCursor());
  }

  private static @Nullable Long number(@Nullable String cursor) {
    try {
      return cursor == null ? null : Long.valueOf(cursor);
    } catch (NumberFormatException e) {
      throw DomainException.invalid("cursor", "This is no cursor of this list.");
    }
  }
}
