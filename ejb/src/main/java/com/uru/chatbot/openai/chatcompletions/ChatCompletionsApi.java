package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.openai.call.AnswerApi;
import com.uru.chatbot.openai.call.AnswerOutput;
import com.uru.chatbot.openai.call.AnswerParser;
import com.uru.chatbot.openai.call.RequestParameter;
import java.util.Set;

/**
 * Chat Completions (OpenAI API reference, "Create chat completion"): what most other servers speak.
 */
public final class ChatCompletionsApi implements AnswerApi {
  private static final int MAX_EVENT_BYTES = 1 << 20;

  @Override
  public String path() {
    return "/chat/completions";
  }

  @Override
  public byte[] body(ChatRequest request, Model model, Set<RequestParameter> omitted) {
    return new CompletionRequest(request, model, omitted).body();
  }

  @Override
  public int maxEventBytes() {
    return MAX_EVENT_BYTES;
  }

  @Override
  public AnswerParser parser(Model model, AnswerOutput output) {
    return new CompletionStreamParser(output);
  }
}
