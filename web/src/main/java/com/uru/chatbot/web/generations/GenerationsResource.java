package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.GenerationService;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.web.conversations.ListBody;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.problem.InvalidRequestException;
import com.uru.chatbot.web.stream.EventSocket;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The generations of the caller: their state, events and stop. */
@Path("/generations")
public class GenerationsResource {
  private final GenerationService generations;
  private final GenerationStreams streams;
  private final CurrentCaller caller;

  @Inject
  public GenerationsResource(
      GenerationService generations, GenerationStreams streams, CurrentCaller caller) {
    this.generations = generations;
    this.streams = streams;
    this.caller = caller;
  }

  /** How much of a stopped answer its reader has seen. */
  public record StopBody(@Min(0) @Nullable Integer seenLength) {}

  /** The caller's running generations, oldest first. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  @Produces(MediaType.APPLICATION_JSON)
  public ListBody<GenerationBody> running(
      @QueryParam("status") @DefaultValue("running") @Pattern(regexp = "running") String status) {
    return ListBody.whole(
        generations.running(caller.get()).stream().map(GenerationBody::of).toList());
  }

  /** One generation. */
  @GET
  @Path("/{id}")
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  @Produces(MediaType.APPLICATION_JSON)
  public GenerationBody get(@PathParam("id") UUID id) {
    return GenerationBody.of(generations.get(caller.get(), id));
  }

  /** The events of a generation after the last one that the client has. */
  @GET
  @Path("/{id}/events")
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void follow(
      @PathParam("id") UUID id,
      @HeaderParam("Last-Event-ID") @Min(0) @Nullable Long lastEventId,
      @QueryParam("after") @Min(0) @Nullable Long after,
      @Context HttpServletResponse response,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Long last = lastEventId == null ? after : lastEventId;
    streams.resume(
        caller.get(),
        id,
        last == null ? EventPosition.START : EventPosition.ofId(last),
        new EventSocket(response, sink, sse));
  }

  /**
   * Events of a generation as a page, as many as are there and fit.
   *
   * @param after the id of the last event that the client has
   * @param until the id after which nothing is returned; a delta is cut there
   */
  @GET
  @Path("/{id}/events")
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  @Produces(MediaType.APPLICATION_JSON + ";qs=0.5")
  public EventPageBody events(
      @PathParam("id") UUID id,
      @QueryParam("after") @Min(0) @Nullable Long after,
      @QueryParam("until") @Min(0) @Nullable Long until) {
    long begin = after == null ? 0 : after;
    if (until != null && until < begin) {
      throw new InvalidRequestException("until", "must not be less than after");
    }
    return EventPageBody.of(
        generations.page(
            caller.get(),
            id,
            EventPosition.ofId(begin),
            until == null ? null : EventPosition.ofId(until)));
  }

  /** Stops a generation on whichever node it runs; one that has ended stays as it is. */
  @POST
  @Path("/{id}/stop")
  @RolesAllowed({Roles.ADMIN, Roles.USER})
  public void stop(@PathParam("id") UUID id, @Valid @Nullable StopBody body) {
    generations.stop(caller.get(), id, body == null ? null : body.seenLength());
  }
}
