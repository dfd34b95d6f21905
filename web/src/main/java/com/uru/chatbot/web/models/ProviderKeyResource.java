package com.uru.chatbot.web.models;

import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.ModelOffer;
import com.uru.chatbot.providerkey.KeyOpener;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.providerkey.TransportKeys;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.providerkey.ProviderKeyParams;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user's OpenAI key: what to seal it to, and whether it works. */
@Path("/provider-key")
@Produces(MediaType.APPLICATION_JSON)
public class ProviderKeyResource {
  private static final String FIVE_MINUTES = "public, max-age=300";

  private final TransportKeys transportKeys;
  private final KeyOpener keyOpener;
  private final ChatModel chatModel;
  private final ModelCatalog catalog;
  private final CurrentCaller currentCaller;

  @Inject
  public ProviderKeyResource(
      TransportKeys transportKeys,
      KeyOpener keyOpener,
      ChatModel chatModel,
      ModelCatalog catalog,
      CurrentCaller currentCaller) {
    this.transportKeys = transportKeys;
    this.keyOpener = keyOpener;
    this.chatModel = chatModel;
    this.catalog = catalog;
    this.currentCaller = currentCaller;
  }

  /**
   * The result of a check.
   *
   * @param models ids of the models that the key may use now, the preferred ones first
   * @param catalogue these models and others that people expect to see, which are not available
   * @param defaultModel id of the model to start with, null if the key has none
   */
  public record KeyCheck(
      boolean valid,
      List<String> models,
      List<ModelBody> catalogue,
      @Nullable String defaultModel) {}

  /** The public keys to seal provider keys to (RFC 7517), the current one first. */
  @GET
  @Path("/jwks")
  @PermitAll
  public Response jwks() {
    return Response.ok(transportKeys.publicKeys().toPublicJWKSet().toString())
        .header(HttpHeaders.CACHE_CONTROL, FIVE_MINUTES)
        .build();
  }

  /** Asks OpenAI whether the key works. */
  @POST
  @Path("/check")
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  public KeyCheck check(@BeanParam ProviderKeyParams params) {
    try (ProviderKey key = keyOpener.open(params.headers(), currentCaller.get())) {
      List<ModelOffer> offers = catalog.forKey(chatModel.availableModels(key));
      List<String> usable =
          offers.stream().filter(ModelOffer::available).map(offer -> offer.model().id()).toList();
      return new KeyCheck(
          true,
          usable,
          offers.stream().map(ModelBody::of).toList(),
          catalog.defaultModel(usable).orElse(null));
    }
  }
}
