package com.uru.chatbot.openai.doctor;

import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.error.OpenAiError;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.HashSet;
import java.util.Set;

/**
 * The smallest question: it tells whether a key can answer, and the headers of the response tell
 * the limits. Question and answer together have less than 20 tokens.
 */
final class Probe {
  private static final String QUESTION = "Hi";

  /** The Responses API takes no smaller number; a greeting is answered with less. */
  private static final int MAX_RESPONSES_TOKENS = 16;

  private static final int MAX_CHAT_TOKENS = 8;

  private static final String STREAM = "stream";
  private static final String EFFORT = "reasoning_effort";
  private static final String MAX_TOKENS = "max_completion_tokens";

  private final Model model;
  private final boolean chat;
  private final Set<String> omitted = new HashSet<>();

  private Probe(Model model, boolean chat) {
    this.model = model;
    this.chat = chat;
  }

  /** Returns the question for Chat Completions, which every server knows. */
  static Probe throughChatCompletions(Model model) {
    return new Probe(model, true);
  }

  /** Returns the same question for the Responses API. */
  Probe throughResponses() {
    return new Probe(model, false);
  }

  boolean isThroughChatCompletions() {
    return chat;
  }

  String path() {
    return chat ? "/chat/completions" : "/responses";
  }

  boolean streams() {
    return !omitted.contains(STREAM);
  }

  /**
   * Leaves out the parameter that an error rejects; returns false if there is none to leave out.
   */
  boolean omitRejected(OpenAiError error) {
    String param = error.param();
    boolean rejected = error.refusesParameter() || error.refusesValue();
    return rejected && param != null && omit(param);
  }

  /** Asks for the answer in one piece; returns false if that was done already. */
  boolean omitStream() {
    return omit(STREAM);
  }

  private boolean omit(String param) {
    return Set.of(STREAM, EFFORT, MAX_TOKENS, "reasoning", "reasoning.effort").contains(param)
        && omitted.add(param.startsWith("reasoning") ? EFFORT : param);
  }

  JsonObject body() {
    JsonObjectBuilder body = Json.createObjectBuilder().add("model", model.id());
    if (chat) {
      body.add(
          "messages",
          Json.createArrayBuilder()
              .add(Json.createObjectBuilder().add("role", "user").add("content", QUESTION)));
      body.add(omitted.contains(MAX_TOKENS) ? "max_tokens" : MAX_TOKENS, MAX_CHAT_TOKENS);
    } else {
      body.add("input", QUESTION)
          .add("max_output_tokens", MAX_RESPONSES_TOKENS)
          .add("store", false);
    }
    if (!model.efforts().isEmpty() && !omitted.contains(EFFORT)) {
      String smallest = model.efforts().get(0);
      if (chat) {
        body.add(EFFORT, smallest);
      } else {
        body.add("reasoning", Json.createObjectBuilder().add("effort", smallest));
      }
    }
    return body.add(STREAM, streams()).build();
  }
}
