package com.uru.chatbot.web.conversations;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds conversations by their titles. */
@Path("/search")
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {
  private final ConversationService conversations;
  private final CurrentCaller caller;

  @Inject
  public SearchResource(ConversationService conversations, CurrentCaller caller) {
    this.conversations = conversations;
    this.caller = caller;
  }

  /**
   * A place where the search found something.
   *
   * @param messageId the message that matched, {@code null} where the title did
   */
  public record HitBody(
      UUID conversationId,
      @Nullable UUID messageId,
      String title,
      String snippet,
      Instant createdAt) {

    static HitBody of(Conversation conversation) {
      return new HitBody(
          conversation.id(),
          null,
          conversation.title(),
          conversation.title(),
          conversation.createdAt());
    }
  }

  /**
   * Conversations whose title has every word of {@code q}, newest activity first. The order of the
   * words, their case, accents, width and Unicode normalization form do not matter.
   */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  public ListBody<HitBody> search(
      @QueryParam("q") @NotBlank @Size(max = 200) String words,
      @QueryParam("cursor") @DefaultValue("0") @Min(0) @Max(10_000) int offset,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    return ListBody.of(conversations.search(caller.get(), words, offset, limit), HitBody::of);
  }
}
