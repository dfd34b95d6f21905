package com.uru.chatbot.openai.responses;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.call.AnswerApi;
import com.uru.chatbot.openai.call.AnswerOutput;
import com.uru.chatbot.openai.call.AnswerParser;
import com.uru.chatbot.openai.call.RequestParameter;
import com.uru.chatbot.openai.upstream.UpstreamTransport;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Responses (OpenAI API reference, "Create a model response"). Nothing is stored at the provider;
 * encrypted reasoning comes back as provider items and is sent again with later questions.
 */
public final class ResponsesApi implements AnswerApi {
  /**
   * The last event repeats the whole answer: 128,000 tokens, in the worst case six bytes for each
   * UTF-16 code unit, beside the encrypted reasoning.
   */
  private static final int MAX_EVENT_BYTES = 8 << 20;

  @Override
  public String path() {
    return "/responses";
  }

  @Override
  public byte[] body(ChatRequest request, Model model, Set<RequestParameter> omitted) {
    return new ResponsesRequest(request, model, omitted).body();
  }

  @Override
  public OptionalInt countInputTokens(
      ChatRequest request,
      Model model,
      Set<RequestParameter> omitted,
      UpstreamTransport transport) {
    return InputTokenCount.ask(
        new ResponsesRequest(request, model, omitted).countedBody(), transport);
  }

  @Override
  public int maxEventBytes() {
    return MAX_EVENT_BYTES;
  }

  @Override
  public AnswerParser parser(Model model, AnswerOutput output) {
    return new ResponsesStreamParser(model.id(), output);
  }
}
