package com.uru.chatbot.web.sharing;

import com.uru.chatbot.sharing.Audience;
import com.uru.chatbot.sharing.Share;
import com.uru.chatbot.sharing.ShareService;
import com.uru.chatbot.sharing.ShareTokens;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.json.PatchField;
import com.uru.chatbot.web.request.OuterAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether and how a conversation of the caller is shared. */
@Path("/conversations/{id}/share")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationShareResource {
  private final ShareService shares;
  private final ShareTokens tokens;
  private final CurrentCaller caller;
  private final OuterAddress outerAddress;

  @Inject
  public ConversationShareResource(
      ShareService shares, ShareTokens tokens, CurrentCaller caller, OuterAddress outerAddress) {
    this.shares = shares;
    this.tokens = tokens;
    this.caller = caller;
    this.outerAddress = outerAddress;
  }

  /**
   * What to share.
   *
   * @param headMessageId the end of the branch to show; without it, the branch that is shown
   * @param audience without it, as before
   */
  public record RequestBody(
      @Nullable UUID headMessageId,
      @Pattern(regexp = "link|everybody") @Nullable String audience) {}

  /** Who is to find the conversation. */
  public record AudienceBody(@NotNull @Pattern(regexp = "link|everybody") String audience) {}

  /** Shares the conversation as it is now; again, to show its present state under the same link. */
  @POST
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  @Consumes(MediaType.APPLICATION_JSON)
  public ShareBody share(
      @PathParam("id") UUID id,
      @NotNull @Valid RequestBody body,
      @Context HttpServletRequest request) {
    Audience audience = body.audience() == null ? null : Audience.ofWireName(body.audience());
    return body(shares.share(caller.get(), id, body.headMessageId(), audience), request);
  }

  /** Changes who finds the conversation; it is shown as before. */
  @PATCH
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  @Consumes({PatchField.MERGE_PATCH_JSON, MediaType.APPLICATION_JSON})
  public ShareBody changeAudience(
      @PathParam("id") UUID id,
      @NotNull @Valid AudienceBody body,
      @Context HttpServletRequest request) {
    return body(
        shares.changeAudience(caller.get(), id, Audience.ofWireName(body.audience())), request);
  }

  /** The share of the conversation; 204 if it is not shared. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  public @Nullable ShareBody get(@PathParam("id") UUID id, @Context HttpServletRequest request) {
    return shares.find(caller.get(), id).map(share -> body(share, request)).orElse(null);
  }

  /** Makes the link stop working for ever. */
  @DELETE
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  public void revoke(@PathParam("id") UUID id) {
    shares.revoke(caller.get(), id);
  }

  private ShareBody body(Share share, HttpServletRequest request) {
    return ShareBody.of(
        share, tokens.of(caller.get().tenantId(), share.id()), outerAddress.of(request));
  }
}
