package com.uru.chatbot.web.sharing;

import com.uru.chatbot.sharing.ShareService;
import com.uru.chatbot.sharing.ShareTokens;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.conversations.ListBody;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.request.OuterAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What the caller shares. */
@Path("/me/shares")
@Produces(MediaType.APPLICATION_JSON)
public class MySharesResource {
  private final ShareService shares;
  private final ShareTokens tokens;
  private final CurrentCaller currentCaller;
  private final OuterAddress outerAddress;

  @Inject
  public MySharesResource(
      ShareService shares,
      ShareTokens tokens,
      CurrentCaller currentCaller,
      OuterAddress outerAddress) {
    this.shares = shares;
    this.tokens = tokens;
    this.currentCaller = currentCaller;
    this.outerAddress = outerAddress;
  }

  /** The caller's shares, the latest first. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  public ListBody<ShareBody> list(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit,
      @Context HttpServletRequest request) {
    Caller caller = currentCaller.get();
    URI address = outerAddress.of(request);
    return ListBody.of(
        shares.ofCaller(caller, cursor, limit),
        share -> ShareBody.of(share, tokens.of(caller.tenantId(), share.id()), address));
  }
}
