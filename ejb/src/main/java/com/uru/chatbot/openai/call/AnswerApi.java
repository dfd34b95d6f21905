package com.uru.chatbot.openai.call;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.Model;
import java.util.Set;

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

  /** Returns a parser for one answer, which passes what it finds to the output. */
  AnswerParser parser(AnswerOutput output);

  /** Returns whether an answer of the model is requested as an event stream. */
  static boolean streams(Model model, Set<RequestParameter> omitted) {
    return model.capabilities().streaming() && !omitted.contains(RequestParameter.STREAM);
  }
}
