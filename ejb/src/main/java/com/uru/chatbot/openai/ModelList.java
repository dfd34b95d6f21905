package com.uru.chatbot.openai;

import com.uru.chatbot.model.ListedModel;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to {@code GET /models}. */
public final class ModelList {
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_MODELS = 5_000;
  private static final int LONGEST_ID = 300;

  private ModelList() {}

  /**
   * Returns the models in the list, at most 5,000; entries that are no models are left out.
   *
   * @throws ProtocolException if this is no list of models, or larger than 8 MiB; without a cause
   */
  public static List<ListedModel> models(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES);
    try (JsonReader reader = READERS.createReader(new ByteArrayInputStream(bytes))) {
      if (reader.readObject().get("data") instanceof JsonArray data) {
        return data.stream().flatMap(entry -> model(entry).stream()).limit(MAX_MODELS).toList();
      }
    } catch (JsonException e) {
      // Reported below: the message of this exception quotes what the provider sent.
    }
    throw new ProtocolException("The provider sent something that is not a list of models");
  }

  private static Optional<ListedModel> model(JsonValue entry) {
    if (!(entry instanceof JsonObject model)
        || !(model.get("id") instanceof JsonString id)
        || id.getString().isBlank()
        || id.getString().length() > LONGEST_ID) {
      return Optional.empty();
    }
    return Optional.of(
        new ListedModel(
            id.getString(),
            date(model.get("shutdown_date")),
            tokens(model.get("max_input_tokens")),
            tokens(model.get("max_output_tokens"))));
  }

  private static @Nullable LocalDate date(@Nullable JsonValue value) {
    try {
      return value instanceof JsonString date ? LocalDate.parse(date.getString()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Integer tokens(@Nullable JsonValue value) {
    return value instanceof JsonNumber number
            && number.doubleValue() >= 1
            && number.doubleValue() <= Integer.MAX_VALUE
        ? number.intValue()
        : null;
  }
}
