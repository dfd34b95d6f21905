package com.uru.chatbot.web.models;

import com.uru.chatbot.model.KeyDoctor;
import com.uru.chatbot.model.KeyReport;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.ModelOffer;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.providerkey.KeyOpener;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.providerkey.TransportKeys;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.providerkey.ProviderKeyParams;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** The user's OpenAI key: what to seal it to, and whether it works. */
@Path("/provider-key")
@Produces(MediaType.APPLICATION_JSON)
public class ProviderKeyResource {
  private static final String FIVE_MINUTES = "public, max-age=300";

  private final TransportKeys transportKeys;
  private final KeyOpener keyOpener;
  private final KeyDoctor keyDoctor;
  private final TenantModels models;
  private final CurrentCaller currentCaller;

  @Inject
  public ProviderKeyResource(
      TransportKeys transportKeys,
      KeyOpener keyOpener,
      KeyDoctor keyDoctor,
      TenantModels models,
      CurrentCaller currentCaller) {
    this.transportKeys = transportKeys;
    this.keyOpener = keyOpener;
    this.keyDoctor = keyDoctor;
    this.models = models;
    this.currentCaller = currentCaller;
  }

  /**
   * The result of a check.
   *
   * @param models ids of the models that the key may use now, the preferred ones first
   * @param catalogue these models and others that people expect to see, which are not available
   * @param defaultModel id of the model to start with, null if the key has none
   * @param findings what the owner of the key should know
   * @param headroom what is left of the key's rate limits, null if the provider does not tell
   * @param host the API host of the key's region, null if it is the configured one
   * @param listsModels false if the provider did not list the key's models, so that {@code models}
   *     are those that configuration knows
   */
  public record KeyCheck(
      boolean valid,
      List<String> models,
      List<ModelBody> catalogue,
      @Nullable String defaultModel,
      List<FindingBody> findings,
      KeyReport.@Nullable Headroom headroom,
      @Nullable String host,
      boolean listsModels) {
    static KeyCheck of(KeyReport report, ModelCatalog catalog) {
      List<ModelOffer> offers =
          report.models() == null ? catalog.models() : catalog.forKey(report.models());
      List<String> usable =
          offers.stream().filter(ModelOffer::available).map(offer -> offer.model().id()).toList();
      return new KeyCheck(
          true,
          usable,
          offers.stream().map(ModelBody::of).toList(),
          catalog.defaultModel(usable).orElse(null),
          report.findings().stream().map(FindingBody::of).toList(),
          report.headroom(),
          report.host(),
          report.models() != null);
    }
  }

  /**
   * One fact about the key.
   *
   * @param severity {@code info} or {@code warning}
   * @param action what the owner of the key can do, null if nothing
   * @param link the page where it can be done, null if there is none
   */
  public record FindingBody(
      String code,
      String severity,
      String title,
      String detail,
      @Nullable String action,
      @Nullable String link) {
    static FindingBody of(KeyReport.Finding finding) {
      return new FindingBody(
          finding.code(),
          finding.severity().name().toLowerCase(Locale.ROOT),
          finding.title(),
          finding.detail(),
          finding.action(),
          finding.link());
    }
  }

  /** The public keys to seal provider keys to (RFC 7517), the current one first. */
  @GET
  @Path("/jwks")
  @PermitAll
  @APIResponseSchema(JsonObject.class)
  public Response jwks() {
    return Response.ok(transportKeys.publicKeys().toPublicJWKSet().toString())
        .header(HttpHeaders.CACHE_CONTROL, FIVE_MINUTES)
        .build();
  }

  /** Finds out within two seconds what the key can do; the problem says why a key cannot answer. */
  @POST
  @Path("/check")
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  public KeyCheck check(@BeanParam ProviderKeyParams params) {
    Caller caller = currentCaller.get();
    try (ProviderKey key = keyOpener.open(params.headers(), caller)) {
      return KeyCheck.of(keyDoctor.check(key), models.of(caller));
    }
  }
}
