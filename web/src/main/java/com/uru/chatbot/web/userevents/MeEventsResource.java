package com.uru.chatbot.web.userevents;

import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import com.uru.chatbot.web.stream.EventSocket;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** What changes for the caller, on whichever device or node it was done. */
@Path("/me/events")
public class MeEventsResource {
  private final UserEventStreams streams;
  private final CurrentCaller caller;

  @Inject
  public MeEventsResource(UserEventStreams streams, CurrentCaller caller) {
    this.streams = streams;
    this.caller = caller;
  }

  /** Of which running generations the stream has the events. */
  public enum Follow {
    ALL,
    NONE
  }

  /** Streams changes of the caller's conversations and, if wanted, all running answers. */
  @GET
  @RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void follow(
      @QueryParam("follow") @DefaultValue("none") Follow follow,
      @Context HttpServletResponse response,
      @Context SseEventSink sink,
      @Context Sse sse) {
    streams.open(caller.get(), follow == Follow.ALL, new EventSocket(response, sink, sse));
  }
}
