package com.uru.chatbot.openai.responses;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.openai.call.AnswerOutput;
import com.uru.chatbot.openai.call.AnswerParser;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.sse.ServerSentEvent;
import com.uru.chatbot.shared.DomainException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of a response up to the one that ends it, or a whole response. An answer may
 * have several message items: those of the phase {@code commentary} are passed on as reasoning, all
 * others are the answer. Events of unknown types are skipped.
 */
final class ResponsesStreamParser implements AnswerParser {
  private static final String ERROR = "error";
  private static final String MESSAGE = "message";
  private static final String PARAGRAPH = "\n\n";

  /** Calls of tools that the provider runs itself need nothing from Uru. */
  private static final Set<String> TOOL_CALLS = Set.of("function_call", "custom_tool_call");

  private final AnswerOutput output;
  private final OutputItems items;
  private final Set<Integer> commentary = new HashSet<>();
  private boolean reasoningStarted;
  private boolean textStarted;
  private boolean refused;
  private boolean toolCalled;

  ResponsesStreamParser(String model, AnswerOutput output) {
    this.output = output;
    this.items = new OutputItems(model);
  }

  @Override
  public void event(ServerSentEvent event) throws IOException {
    take(ResponsesEvent.parse(event.data()), event);
  }

  @Override
  public void done() {
    output.end(completeReason());
  }

  @Override
  public void whole(String json) throws IOException {
    ResponsesEvent response = ResponsesEvent.parse(json);
    if (response.nestedError() != null) {
      throw problem(response.nestedError());
    }
    if (response.isWholeResponse()) {
      WholeResponse.read(json, this, items);
      end(response, "incomplete".equals(response.status()));
    }
  }

  @Override
  public void end() {
    // Nothing is held back.
  }

  private void take(ResponsesEvent event, ServerSentEvent source) {
    switch (event.type()) {
      case "response.output_text.delta" -> textDelta(event);
      case "response.refusal.delta" -> refusal(event.delta());
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          reasoning(event.delta());
      case "response.reasoning_summary_part.added" -> startReasoningParagraph();
      case "response.output_item.added" -> itemAdded(event);
      case "response.output_item.done" -> items.addItemOf(source.data(), event.itemType());
      case "response.completed" -> end(event, false);
      case "response.incomplete" -> end(event, true);
      case "response.failed" -> throw problem(event.nestedError());
      case ERROR -> throw problem(event);
      case "" -> untyped(event, source.name());
      default -> {
        // OpenAI adds event types; they carry nothing that Uru shows.
      }
    }
  }

  /** Some gateways send errors without a type, as the data of an event {@code error} or alone. */
  private static void untyped(ResponsesEvent event, String eventName) {
    if (event.nestedError() != null || eventName.equals(ERROR)) {
      throw problem(event);
    }
  }

  private void itemAdded(ResponsesEvent event) {
    String itemType = event.itemType();
    toolCalled |= TOOL_CALLS.contains(itemType);
    if (!itemType.equals(MESSAGE)) {
      return;
    }
    if (event.isCommentary()) {
      commentary.add(event.outputIndex());
      startReasoningParagraph();
    } else if (textStarted) {
      output.text(PARAGRAPH);
    }
  }

  private void textDelta(ResponsesEvent event) {
    if (commentary.contains(event.outputIndex())) {
      reasoning(event.delta());
    } else {
      text(event.delta());
    }
  }

  void text(String delta) {
    textStarted |= !delta.isEmpty();
    output.text(delta);
  }

  void refusal(String delta) {
    refused = true;
    text(delta);
  }

  void reasoning(String delta) {
    reasoningStarted |= !delta.isEmpty();
    output.reasoning(delta);
  }

  void startReasoningParagraph() {
    if (reasoningStarted) {
      output.reasoning(PARAGRAPH);
    }
  }

  void toolCall() {
    toolCalled = true;
  }

  private void end(ResponsesEvent event, boolean incomplete) {
    if (event.usage() != null) {
      output.usage(event.usage());
    }
    String kept = items.toJson();
    if (kept != null && !incomplete) {
      output.providerItems(kept);
    }
    output.end(incomplete ? incompleteReason(event.incompleteReason()) : completeReason());
  }

  private FinishReason completeReason() {
    if (refused) {
      return FinishReason.REFUSAL;
    }
    return toolCalled && !textStarted ? FinishReason.TOOL_CALLS : FinishReason.STOP;
  }

  private static FinishReason incompleteReason(@Nullable String reason) {
    if (reason == null) {
      return FinishReason.OTHER;
    }
    return switch (reason) {
      case "max_output_tokens" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.OTHER;
    };
  }

  private static DomainException problem(ResponsesEvent event) {
    Map<String, String> nested = event.nestedError();
    return problem(nested == null ? event.flatError() : nested);
  }

  private static DomainException problem(@Nullable Map<String, String> error) {
    return OpenAiErrors.problem(error == null ? OpenAiError.UNKNOWN : OpenAiError.of(error));
  }
}
