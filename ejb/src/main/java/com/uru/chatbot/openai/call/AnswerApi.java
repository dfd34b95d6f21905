package com.uru.chatbot.openai.call;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.upstream.UpstreamTransport;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of OpenAI's APIs through which a model can be asked for an answer. Stateless. */
public interface AnswerApi {
  /** Returns the path below the base URL, for example {@code /chat/completions}. */
  String path();

  /**
   * Returns the body of the request as JSON in UTF-8, shaped to what the model accepts.
   *
   * @param omitted parameters to leave out because the model has rejected them before
   */
  byte[] body(ChatRequest request, Model model, Set<RequestParameter> omitted);

  /**
   * Asks the provider how many tokens the request has.
   *
   * @return empty if the API or the server cannot tell
   */
  default OptionalInt countInputTokens(
      ChatRequest request,
      Model model,
      Set<RequestParameter> omitted,
      UpstreamTransport transport) {
    return OptionalInt.empty();
  }

  /** Returns the length in bytes above which an event of the stream is refused. */
  int maxEventBytes();

  /** Returns a parser for one answer of the model, which passes what it finds to the output. */
  AnswerParser parser(Model model, AnswerOutput output);

  /** Returns the reasoning effort to send; null to send none. */
  static @Nullable String effort(
      Model model, ChatRequest.Parameters parameters, Set<RequestParameter> omitted) {
    return omitted.contains(RequestParameter.REASONING_EFFORT)
        ? null
        : model.effort(parameters.reasoningEffort());
  }

  /** Returns whether an answer of the model is requested as an event stream. */
  static boolean streams(Model model, Set<RequestParameter> omitted) {
    return model.capabilities().streaming() && !omitted.contains(RequestParameter.STREAM);
  }
}
