package com.uru.chatbot.web.conversations;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationPatch;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.generation.GenerationService;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.json.PatchField;
import com.uru.chatbot.web.request.IfMatch;
import com.uru.chatbot.web.request.OuterAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jspecify.annotations.Nullable;

/** The caller's conversations. */
@Path("/conversations")
@Produces(MediaType.APPLICATION_JSON)
public class ConversationsResource {
  private final ConversationService conversations;
  private final GenerationService generations;
  private final CurrentCaller caller;
  private final OuterAddress outerAddress;

  @Inject
  public ConversationsResource(
      ConversationService conversations,
      GenerationService generations,
      CurrentCaller caller,
      OuterAddress outerAddress) {
    this.conversations = conversations;
    this.generations = generations;
    this.caller = caller;
    this.outerAddress = outerAddress;
  }

  /** A new conversation on the wire. */
  public record CreateBody(
      @Nullable UUID id,
      @Size(min = 1, max = 200) @Nullable String title,
      @Size(max = 300) @Nullable String model,
      @Size(max = CreateConversation.MAX_SYSTEM_PROMPT_LENGTH) @Nullable String systemPrompt) {}

  /** A merge patch on the wire. */
  public record PatchBody(
      PatchField<@Size(min = 1, max = 200) String> title,
      PatchField<@Size(max = 300) String> model,
      PatchField<@Size(max = CreateConversation.MAX_SYSTEM_PROMPT_LENGTH) String> systemPrompt,
      PatchField<Boolean> pinned,
      PatchField<Boolean> archived,
      PatchField<UUID> folderId,
      PatchField<UUID> headMessageId) {

    ConversationPatch toPatch() {
      if (folderId.value() != null) {
        throw new DomainException(ProblemCode.VALIDATION_FAILED, "folderId names no folder");
      }
      return new ConversationPatch(
          title.value(),
          model.value(),
          clearable(systemPrompt),
          pinned.value(),
          archived.value(),
          headMessageId.value());
    }

    private static @Nullable String clearable(PatchField<String> field) {
      return field.present() && field.value() == null ? "" : field.value();
    }
  }

  /** Newest activity first, pinned on top. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  public ListBody<ListedConversationBody> list(
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit,
      @QueryParam("state") @DefaultValue("active") @Pattern(regexp = "active|archived") String state) {
    return ListBody.of(
        conversations.list(caller.get(), state.equals("archived"), cursor, limit),
        ListedConversationBody::of);
  }

  /** Creates a conversation; idempotent by its id. */
  @POST
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  @Consumes(MediaType.APPLICATION_JSON)
  @APIResponseSchema(ConversationBody.class)
  public Response create(@NotNull @Valid CreateBody body, @Context HttpServletRequest request) {
    Conversation created =
        conversations.create(
            caller.get(),
            new CreateConversation(body.id(), body.title(), body.model(), body.systemPrompt()));
    return Response.created(
            outerAddress.of(request).resolve(request.getRequestURI() + "/" + created.id()))
        .entity(ConversationBody.of(created))
        .build();
  }

  /** One conversation. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  public ConversationBody get(@PathParam("id") UUID id) {
    return ConversationBody.of(conversations.get(caller.get(), id));
  }

  /** Changes what the merge patch mentions. */
  @PATCH
  @Path("/{id}")
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  @Consumes({PatchField.MERGE_PATCH_JSON, MediaType.APPLICATION_JSON})
  public ConversationBody patch(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @NotNull @Valid PatchBody body) {
    return ConversationBody.of(
        conversations.patch(caller.get(), id, body.toPatch(), IfMatch.version(ifMatch)));
  }

  /** Deletes a conversation; what still runs in it is stopped first. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  public void delete(@PathParam("id") UUID id, @HeaderParam("If-Match") @Nullable String ifMatch) {
    generations.stopAllIn(caller.get(), id);
    conversations.delete(caller.get(), id, IfMatch.version(ifMatch));
  }

  /** Messages of all branches, oldest first. */
  @GET
  @Path("/{id}/messages")
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  public ListBody<MessageBody> messages(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable UUID cursor,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    return ListBody.of(conversations.messages(caller.get(), id, cursor, limit), MessageBody::of);
  }
}
