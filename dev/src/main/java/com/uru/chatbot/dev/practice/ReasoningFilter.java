package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The input of a request without the reasoning items that GPT-6.2 and later drop: those of another
 * organization or model, and those before which the conversation was changed.
 *
 * @param kept the items that the model reads
 * @param removed what the response says of the others: {@code id}, {@code action}, {@code reason}
 */
record ReasoningFilter(List<JsonObject> kept, JsonArray removed) {
  static ReasoningFilter of(ResponsesRequest request, PracticeModel model, String organization) {
    List<JsonObject> items = request.items();
    List<JsonObject> kept = new ArrayList<>();
    JsonArrayBuilder removed = Json.createArrayBuilder();
    for (int i = 0; i < items.size(); i++) {
      JsonObject item = items.get(i);
      Optional<String> reason =
          model.dropsReasoning() && ResponseItems.isReasoning(item)
              ? mismatch(item, InputItems.hash(items.subList(0, i)), model, organization)
              : Optional.empty();
      if (reason.isEmpty()) {
        kept.add(item);
      } else {
        removed.add(
            Json.createObjectBuilder()
                .add("id", item.getString("id", ""))
                .add("action", "removed")
                .add("reason", reason.get()));
      }
    }
    return new ReasoningFilter(kept, removed.build());
  }

  private static Optional<String> mismatch(
      JsonObject item, String prefix, PracticeModel model, String organization) {
    SealedReasoning sealed =
        SealedReasoning.open(item.getString("encrypted_content", "")).orElseThrow();
    if (!sealed.organization().equals(organization)) {
      return Optional.of("organization_mismatch");
    }
    if (!sealed.model().equals(model.snapshot())) {
      return Optional.of("model_mismatch");
    }
    return sealed.prefix().equals(prefix) ? Optional.empty() : Optional.of("prefix_mismatch");
  }
}
