package com.uru.chatbot.web.administration;

import com.uru.chatbot.administration.SettingsAdministration;
import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.identity.SignUp;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.settings.AiNoticePlace;
import com.uru.chatbot.settings.Feature;
import com.uru.chatbot.settings.KeyProtection;
import com.uru.chatbot.settings.SettingsRepository.Change;
import com.uru.chatbot.settings.SettingsRepository.Version;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.usage.RateLimits;
import com.uru.chatbot.web.administration.SettingsBody.ConfiguredBody;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.json.MergePatch;
import com.uru.chatbot.web.json.PatchField;
import com.uru.chatbot.web.request.IfMatch;
import com.uru.chatbot.web.usage.MeQuotasResource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
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
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of the administrator's tenant. */
@Path("/admin/settings")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
public class AdminSettingsResource {
  private static final int MAX_ID = 300;
  private static final int MAX_LISTED = 100;
  private static final int MAX_BANNER = 500;
  private static final int MAX_NOTICE = 200;
  private static final int MAX_DAYS = 3_650;
  private static final int MAX_QUESTIONS = 100_000;
  private static final long MAX_MEGABYTES = 1_000_000_000;
  private static final long MAX_CONVERSATIONS = 1_000_000_000;

  private final SettingsAdministration administration;
  private final SignUp signUp;
  private final ModelCatalog models;
  private final RateLimits rateLimits;
  private final CurrentCaller caller;

  @Inject
  public AdminSettingsResource(
      SettingsAdministration administration,
      SignUp signUp,
      ModelCatalog models,
      RateLimits rateLimits,
      CurrentCaller caller) {
    this.administration = administration;
    this.signUp = signUp;
    this.models = models;
    this.rateLimits = rateLimits;
    this.caller = caller;
  }

  /** A merge patch on the wire; null unsets. */
  public record PatchBody(
      PatchField<SignUpMode> signUp,
      PatchField<@Size(max = MAX_LISTED) List<@NotBlank @Size(max = 253) String>> signUpDomains,
      PatchField<@Size(max = MAX_LISTED) List<@NotBlank @Size(max = MAX_ID) String>> allowedModels,
      PatchField<@Size(max = MAX_ID) String> defaultModel,
      PatchField<@Size(max = CreateConversation.MAX_SYSTEM_PROMPT_LENGTH) String> instructions,
      PatchField<@Size(max = MAX_BANNER) String> banner,
      PatchField<AiNoticePlace> aiNotice,
      PatchField<@Size(max = MAX_NOTICE) String> aiNoticeText,
      PatchField<@Min(1) @Max(MAX_DAYS) Integer> retentionDays,
      PatchField<@Size(max = MAX_ID) String> titleModel,
      PatchField<@Size(max = MAX_LISTED) List<KeyProtection>> keyProtections,
      PatchField<Boolean> plainKeys,
      PatchField<@Min(1) @Max(MAX_QUESTIONS) Integer> questionsPerMinute,
      PatchField<@Min(1) @Max(MAX_QUESTIONS) Integer> questionsPerDay,
      PatchField<@Min(1) @Max(MAX_QUESTIONS) Integer> tenantQuestionsPerMinute,
      PatchField<@Min(1) @Max(MeQuotasResource.MAX_TOKENS) Long> userTokensPerDay,
      PatchField<@Min(1) @Max(MeQuotasResource.MAX_TOKENS) Long> userTokensPerMonth,
      PatchField<
              @DecimalMin(MeQuotasResource.MIN_COST) @DecimalMax(MeQuotasResource.MAX_COST) @Digits(integer = MeQuotasResource.COST_DIGITS, fraction = 2) BigDecimal>
          userCostPerDay,
      PatchField<
              @DecimalMin(MeQuotasResource.MIN_COST) @DecimalMax(MeQuotasResource.MAX_COST) @Digits(integer = MeQuotasResource.COST_DIGITS, fraction = 2) BigDecimal>
          userCostPerMonth,
      PatchField<@Min(1) @Max(MeQuotasResource.MAX_TOKENS) Long> tenantTokensPerDay,
      PatchField<@Min(1) @Max(MeQuotasResource.MAX_TOKENS) Long> tenantTokensPerMonth,
      PatchField<
              @DecimalMin(MeQuotasResource.MIN_COST) @DecimalMax(MeQuotasResource.MAX_COST) @Digits(integer = MeQuotasResource.COST_DIGITS, fraction = 2) BigDecimal>
          tenantCostPerDay,
      PatchField<
              @DecimalMin(MeQuotasResource.MIN_COST) @DecimalMax(MeQuotasResource.MAX_COST) @Digits(integer = MeQuotasResource.COST_DIGITS, fraction = 2) BigDecimal>
          tenantCostPerMonth,
      PatchField<@Min(1) @Max(MAX_MEGABYTES) Long> userStorageMegabytes,
      PatchField<@Min(1) @Max(MAX_CONVERSATIONS) Long> userConversations,
      PatchField<@Min(1) @Max(MAX_MEGABYTES) Long> tenantStorageMegabytes,
      PatchField<@Min(1) @Max(MAX_CONVERSATIONS) Long> tenantConversations,
      PatchField<@Size(max = MAX_LISTED) List<Feature>> disabledFeatures) {}

  /** How many conversations a retention would delete. */
  public record RetentionBody(long conversations) {}

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
        version,
        new ConfiguredBody(
            signUp.configured().wireName(),
            models.defaultModel().id(),
            models.titleModel().id(),
            rateLimits.mostGenerationsPerMinute()));
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

  /** Returns how many conversations a retention of so many days would delete now. */
  @GET
  @Path("/retention")
  public RetentionBody retention(@QueryParam("days") @NotNull @Min(1) @Max(MAX_DAYS) Integer days) {
    return new RetentionBody(administration.countInactive(caller.get(), days));
  }

  private static @Nullable Long number(@Nullable String cursor) {
    try {
      return cursor == null ? null : Long.valueOf(cursor);
    } catch (NumberFormatException e) {
      throw DomainException.invalid("cursor", "This is no cursor of this list.");
    }
  }
}
