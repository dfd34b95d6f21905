package com.uru.chatbot.web.stream;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A reader's end of a stream: keeps what is written to it, as {@code name id data} or {@code :
 * comment}.
 */
public final class RecordingSink implements SseEventSink, Sse {
  public final List<String> written = new CopyOnWriteArrayList<>();
  public volatile boolean closed;
  public volatile boolean broken;

  /** Whether events are accepted, and never written. */
  public volatile boolean stuck;

  /** A response that takes every header. */
  public static HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            RecordingSink.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> null);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public CompletionStage<?> send(OutboundSseEvent event) {
    if (broken) {
      return CompletableFuture.failedFuture(new IOException("gone"));
    }
    if (stuck) {
      return new CompletableFuture<>();
    }
    written.add(
        event.getComment() == null
            ? event.getName() + " " + event.getId() + " " + event.getData()
            : ": " + event.getComment());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public OutboundSseEvent.Builder newEventBuilder() {
    return new Event();
  }

  @Override
  public SseBroadcaster newBroadcaster() {
    throw new AssertionError("nothing is broadcast");
  }

  /** An event and its builder in one. */
  private static final class Event implements OutboundSseEvent.Builder {
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable Object data;
    private @Nullable String comment;

    @Override
    public Event id(String newId) {
      id = newId;
      return this;
    }

    @Override
    public Event name(String newName) {
      name = newName;
      return this;
    }

    @Override
    public Event reconnectDelay(long milliseconds) {
      return this;
    }

    @Override
    public Event mediaType(MediaType mediaType) {
      return this;
    }

    @Override
    public Event comment(String newComment) {
      comment = newComment;
      return this;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Event data(Class type, Object newData) {
      return data(newData);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Event data(GenericType type, Object newData) {
      return data(newData);
    }

    @Override
    public Event data(Object newData) {
      data = newData;
      return this;
    }

    @Override
    public OutboundSseEvent build() {
      return (OutboundSseEvent)
          Proxy.newProxyInstance(
              Event.class.getClassLoader(),
              new Class<?>[] {OutboundSseEvent.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getId" -> id;
                    case "getName" -> name;
                    case "getData" -> data;
                    case "getComment" -> comment;
                    default -> null;
                  });
    }
  }
}
