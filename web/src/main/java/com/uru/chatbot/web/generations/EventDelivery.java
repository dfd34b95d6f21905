package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.EventPosition;
import com.uru.chatbot.generation.GenerationEvent;
import com.uru.chatbot.generation.GenerationFeed;
import com.uru.chatbot.shared.DomainException;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Writes a generation's events to one reader, at the reader's pace, until the end or until the
 * reader has gone.
 */
final class EventDelivery implements GenerationEvent.Visitor {
  private static final Logger LOGGER = System.getLogger(EventDelivery.class.getName());
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final SseEventSink sink;
  private final Sse sse;
  private final EventWriter writer;
  private boolean ended;

  EventDelivery(SseEventSink sink, Sse sse, EventWriter writer) {
    this.sink = sink;
    this.sse = sse;
    this.writer = writer;
  }

  /** Blocks until the last event is written or the reader is gone; never throws. */
  void run(GenerationFeed feed, EventPosition from) {
    try (sink) {
      EventPosition position = from;
      while (!ended && !sink.isClosed()) {
        List<GenerationEvent> events = feed.after(position, HEARTBEAT);
        if (events.isEmpty()) {
          write(sse.newEventBuilder().comment("").build());
        }
        for (GenerationEvent event : events) {
          event.accept(this);
          position = event.position();
        }
      }
    } catch (IllegalStateException | CompletionException gone) {
      LOGGER.log(Level.DEBUG, "A reader has gone");
    } catch (DomainException elsewhere) {
      LOGGER.log(Level.DEBUG, "A reader is sent away: {0}", elsewhere.code().code());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "An event stream broke off; its reader resumes", e);
    }
  }

  @Override
  public void started(GenerationEvent.Started event) {
    write("started", event, writer.started(event));
  }

  @Override
  public void delta(GenerationEvent.Delta event) {
    write("delta", event, writer.delta(event));
  }

  @Override
  public void titled(GenerationEvent.Titled event) {
    write("title", event, writer.titled(event));
  }

  @Override
  public void ended(GenerationEvent.Ended event) {
    write(event.message().status().wireName(), event, writer.ended(event));
    ended = true;
  }

  private void write(String name, GenerationEvent event, String data) {
    write(
        sse.newEventBuilder()
            .id(Long.toString(event.position().id()))
            .name(name)
            .data(data)
            .build());
  }

  private void write(OutboundSseEvent event) {
    sink.send(event).toCompletableFuture().join();
  }
}
