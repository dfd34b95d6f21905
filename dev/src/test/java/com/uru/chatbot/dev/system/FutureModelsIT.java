package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Models of which nobody has heard yet: only their ids are known. */
@ExtendWith(UruSystemExtension.class)
class FutureModelsIT {
  private static final int MODELS = 40;
  private static final int AT_ONCE = 10;

  private final UruSystem uru;

  FutureModelsIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void offersAndAsksFortyModelsThatNoFileKnows() {
    UruClient user = uru.newUser();
    String key = PracticeFault.FUTURE_MODELS.key(UUID.randomUUID().toString());
    List<String> models = modelsOf(user, key);
    assertThat(models).hasSize(MODELS);

    List<String> failed = new ArrayList<>();
    for (int from = 0; from < MODELS; from += AT_ONCE) {
      Map<String, EventStream> streams = new LinkedHashMap<>();
      for (String model : models.subList(from, from + AT_ONCE)) {
        streams.put(model, user.ask(question(user, model), key));
      }
      streams.forEach(
          (model, stream) -> {
            if (!stream.awaitLast().name().equals("completed")) {
              failed.add(model + ": " + stream.awaitLast().data());
            }
          });
    }

    assertThat(failed).as("failed at the first try").isEmpty();
  }

  private static Question question(UruClient user, String model) {
    JsonObject parameters =
        Json.createObjectBuilder().add("temperature", 0.5).add("reasoningEffort", "none").build();
    return Question.first(user.newConversation(model), "Hello", model).with(parameters);
  }

  private static List<String> modelsOf(UruClient user, String key) {
    JsonObject check =
        user.send("POST", "/provider-key/check", null, Map.of("Uru-Provider-Key", key))
            .expect(200)
            .json();
    assertThat(check.getJsonArray("catalogue").getValuesAs(JsonObject.class))
        .filteredOn(model -> model.getBoolean("available"))
        .allMatch(model -> !model.getBoolean("known"));
    return check.getJsonArray("models").getValuesAs(JsonString::getString);
  }
}
