package com.uru.chatbot.web.sharing;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.sharing.Share;
import com.uru.chatbot.sharing.ShareService;
import com.uru.chatbot.sharing.ShareTokens;
import com.uru.chatbot.sharing.SharedConversation;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.conversations.ListBody;
import com.uru.chatbot.web.conversations.MessageBody;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people of the caller's tenant share. */
@Path("/shared")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class SharedResource {
  private final ShareService shares;
  private final ShareTokens tokens;
  private final CurrentCaller currentCaller;

  @Inject
  public SharedResource(ShareService shares, ShareTokens tokens, CurrentCaller currentCaller) {
    this.shares = shares;
    this.tokens = tokens;
    this.currentCaller = currentCaller;
  }

  /**
   * A conversation that is shared with everybody.
   *
   * @param own whether the caller shares it
   * @param sharedAt of when it is shown
   */
  public record ListedBody(
      String token,
      String title,
      String ownerName,
      boolean own,
      int messageCount,
      Instant sharedAt) {}

  /**
   * A shared conversation with a page of its messages. Pages with different {@code sharedAt} belong
   * to different states of the conversation.
   */
  public record SharedBody(
      String title,
      String ownerName,
      boolean own,
      String audience,
      int messageCount,
      Instant sharedAt,
      List<SharedMessageBody> items,
      @Nullable String nextCursor) {}

  /** A message without what concerns only its owner: tokens and problems. */
  public record SharedMessageBody(
      UUID id,
      String role,
      String text,
      List<JsonObject> parts,
      @Nullable String model,
      String status,
      Instant createdAt) {
    static SharedMessageBody of(Message message) {
      MessageBody body = MessageBody.of(message);
      return new SharedMessageBody(
          body.id(),
          body.role(),
          body.text(),
          body.parts(),
          body.model(),
          body.status(),
          body.createdAt());
    }
  }

  /** What is shared with everybody of the tenant, the latest first. */
  @GET
  public ListBody<ListedBody> list(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    Caller caller = currentCaller.get();
    return ListBody.of(shares.forEverybody(caller, cursor, limit), share -> listed(caller, share));
  }

  private ListedBody listed(Caller caller, Share share) {
    return new ListedBody(
        tokens.of(caller.tenantId(), share.id()),
        share.title(),
        share.ownerName(),
        share.ownerId().equals(caller.userId()),
        share.messageCount(),
        share.updatedAt());
  }

  /** What a link shows, in reading order. */
  @GET
  @Path("/{token}")
  public SharedBody read(
      @PathParam("token") String token,
      @QueryParam("cursor") @Nullable UUID cursor,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    Caller caller = currentCaller.get();
    SharedConversation shared = shares.read(caller, token, cursor, limit);
    Share share = shared.share();
    return new SharedBody(
        share.title(),
        share.ownerName(),
        share.ownerId().equals(caller.userId()),
        share.audience().wireName(),
        share.messageCount(),
        share.updatedAt(),
        shared.messages().items().stream().map(SharedMessageBody::of).toList(),
        shared.messages().nextCursor());
  }
}
