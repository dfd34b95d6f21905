package com.uru.chatbot.openai.responses;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.openai.upstream.UpstreamTransport;
import com.uru.chatbot.shared.DomainException;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.OptionalInt;

/** The exact number of tokens of a {@link ChatRequest}, which only the provider knows. */
final class InputTokenCount {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private InputTokenCount() {}

  /**
   * Asks the provider.
   *
   * @param input JSON with {@code model} and {@code input}, in UTF-8
   * @return empty if the provider does not tell
   */
  static OptionalInt ask(byte[] input, UpstreamTransport transport) {
    try (ResponsesClient client = transport.client(ResponsesClient.class)) {
      return read(client.countInputTokens(input));
    } catch (WebApplicationException | ProcessingException | DomainException e) {
      // The number only makes the message of another error exact.
      return OptionalInt.empty();
    }
  }

  private static OptionalInt read(byte[] json) {
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(json))) {
      return reader.readObject().get("input_tokens") instanceof JsonNumber tokens
              && tokens.isIntegral()
          ? OptionalInt.of(tokens.intValueExact())
          : OptionalInt.empty();
    } catch (JsonException | ArithmeticException e) {
      return OptionalInt.empty();
    }
  }
}
