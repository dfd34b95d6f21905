package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.event.EventPage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/**
 * A page of events of a generation on the wire.
 *
 * @param ended whether the last event of the generation is in this page or before it
 */
public record EventPageBody(List<EventBody> events, boolean ended) {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  /** An event with the id, the name and the data that it has in the generation's stream. */
  public record EventBody(long id, String event, JsonObject data) {}

  static EventPageBody of(EventPage page) {
    EventWriter writer = new EventWriter();
    return new EventPageBody(
        page.events().stream().map(writer::write).map(EventPageBody::body).toList(), page.ended());
  }

  private static EventBody body(WireEvent event) {
    try (JsonReader data = READERS.createReader(new StringReader(event.data()))) {
      return new EventBody(event.id(), event.name(), data.readObject());
    }
  }
}
