package com.uru.chatbot.web.models;

import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
   * @param models ids of the models in the catalogue that the key may use
   */
  public record KeyCheck(boolean valid, List<String> models) {}

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
      Set<String> usable = new HashSet<>(chatModel.availableModels(key));
      return new KeyCheck(
          true, catalog.models().stream().map(Model::id).filter(usable::contains).toList());
    }
  }
}
