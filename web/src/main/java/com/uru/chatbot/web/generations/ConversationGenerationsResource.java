package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.GenerationService;
import com.uru.chatbot.generation.StartedGeneration;
import com.uru.chatbot.providerkey.KeyOpener;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.providerkey.ProviderKeyParams;
import com.uru.chatbot.web.stream.EventSocket;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Asks for answers in a conversation. */
@Path("/conversations/{id}/generations")
public class ConversationGenerationsResource {
  private final GenerationService generations;
  private final GenerationStreams streams;
  private final KeyOpener keys;
  private final CurrentCaller caller;

  @Inject
  public ConversationGenerationsResource(
      GenerationService generations,
      GenerationStreams streams,
      KeyOpener keys,
      CurrentCaller caller) {
    this.generations = generations;
    this.streams = streams;
    this.keys = keys;
    this.caller = caller;
  }

  /**
   * Starts an answer and streams it. With {@link GenerationRequest#conversation()}, the
   * conversation is created if it does not exist.
   */
  @POST
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void startAndStream(
      @PathParam("id") UUID conversationId,
      @BeanParam ProviderKeyParams key,
      @NotNull @Valid GenerationRequest request,
      @Context HttpServletResponse response,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Caller who = caller.get();
    streams.stream(
        who,
        () -> start(who, conversationId, key, request).generation(),
        new EventSocket(response, sink, sse));
  }

  /**
   * Starts an answer that the client will follow, or read, later. With {@link
   * GenerationRequest#conversation()}, the conversation is created if it does not exist.
   */
  @POST
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @APIResponseSchema(StartedBody.class)
  public Response start(
      @PathParam("id") UUID conversationId,
      @BeanParam ProviderKeyParams key,
      @NotNull @Valid GenerationRequest request) {
    Caller who = caller.get();
    StartedGeneration started = start(who, conversationId, key, request);
    return Response.accepted(StartedBody.of(started)).build();
  }

  private StartedGeneration start(
      Caller who, UUID conversationId, ProviderKeyParams key, GenerationRequest request) {
    return generations.start(
        who, conversationId, request.toStart(conversationId), keys.open(key.headers(), who));
  }
}
