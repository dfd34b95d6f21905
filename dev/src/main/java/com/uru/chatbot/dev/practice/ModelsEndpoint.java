package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code GET /v1/models} and {@code GET /v1/models/<id>}. */
final class ModelsEndpoint {
  static final String PATH = "/v1/models";
  private static final String READ_MODELS = "api.model.read";

  private ModelsEndpoint() {}

  static State answer(Exchange exchange) throws IOException {
    String path = exchange.request().path();
    Optional<OpenAiError> refusal = refusal(exchange.fault(), path);
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    if (path.equals(PATH)) {
      JsonArrayBuilder data = Json.createArrayBuilder();
      PracticeModels.list(exchange.fault()).forEach(model -> data.add(describe(model)));
      return exchange.send(
          Json.createObjectBuilder().add("object", "list").add("data", data).build());
    }
    String id = URLDecoder.decode(path.substring(PATH.length() + 1), StandardCharsets.UTF_8);
    Optional<PracticeModel> model = PracticeModels.find(exchange.fault(), id);
    return model.isPresent()
        ? exchange.send(describe(model.get()).build())
        : exchange.refuse(OpenAiError.modelNotFound(id));
  }

  private static Optional<OpenAiError> refusal(PracticeFault fault, String path) {
    return switch (fault) {
      case RESTRICTED -> Optional.of(KeyErrors.missingScope(READ_MODELS));
      case RESTRICTED_PLAIN -> Optional.of(KeyErrors.missingScopeAsString(READ_MODELS));
      case ADMIN -> Optional.of(KeyErrors.admin(READ_MODELS));
      case NO_MODEL_LIST -> Optional.of(OpenAiError.unknownUrl("GET", path));
      default -> Optional.empty();
    };
  }

  private static JsonObjectBuilder describe(PracticeModel model) {
    JsonObjectBuilder description =
        Json.createObjectBuilder()
            .add("id", model.id())
            .add("object", "model")
            .add("created", model.created())
            .add("owned_by", "system");
    return model.shutdownDate() == null
        ? description.addNull("shutdown_date")
        : description.add("shutdown_date", model.shutdownDate().toString());
  }
}
