package com.uru.chatbot.generation.title;

import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.ReasoningEfforts;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Names a conversation after its first question, in the request that holds the key: by a cheap
 * model without reasoning, or by the question's first words where the model fails or the deployment
 * has switched it off.
 */
@ApplicationScoped
public class ConversationTitler {
  private static final int MAX_MODELS = 3;
  private static final int QUESTION_EXCERPT = 2_000;
  private static final int MAX_TITLE_TOKENS = 24;
  private static final String INSTRUCTION =
      "Write a title for the conversation that starts with the user's message: two to five words, in"
          + " the language of the message, no quotation marks, no Markdown, no full stop. Answer with"
          + " the title only.";

  private ChatModel chatModel;
  private TenantModels models;
  private boolean enabled;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ConversationTitler() {}

  @Inject
  public ConversationTitler(
      ChatModel chatModel,
      TenantModels models,
      @ConfigProperty(name = "uru.titles.by-model") boolean enabled) {
    this.chatModel = chatModel;
    this.models = models;
    this.enabled = enabled;
  }

  /** Returns whether titles are made by a model. */
  public boolean isEnabled() {
    return enabled;
  }

  /**
   * Returns the models to ask for a title of the caller's conversation, each only if the key cannot
   * use the one before it.
   */
  public List<Model> models(Caller caller) {
    ModelCatalog offered = models.of(caller);
    List<Model> preferred = offered.titleModels();
    return preferred.isEmpty()
        ? List.of(offered.titleModel())
        : preferred.subList(0, Math.min(preferred.size(), MAX_MODELS));
  }

  /** Prepares the call that asks a model for a title. */
  public ChatModelCall prepare(Model model, String question, ProviderKey key) {
    String excerpt = question.substring(0, Math.min(question.length(), QUESTION_EXCERPT));
    return chatModel.prepare(
        ChatRequest.forTitle(
            model.id(),
            ChatRequest.Turn.user(excerpt, INSTRUCTION),
            new ChatRequest.Parameters(0.0, MAX_TITLE_TOKENS, ReasoningEfforts.NONE)),
        key);
  }

  /**
   * Makes the call and returns the title, or empty if the answer has none: also if the answer is a
   * refusal or was cut off at the limit of tokens.
   */
  public static CompletionStage<Optional<String>> ask(ChatModelCall call) {
    StringBuilder reply = new StringBuilder();
    AtomicBoolean whole = new AtomicBoolean(true);
    return call.stream(
            event -> {
              if (event instanceof ChatModelEvent.TextDelta delta) {
                reply.append(delta.text());
              } else if (event instanceof ChatModelEvent.Finished finished) {
                whole.set(finished.reason() == FinishReason.STOP);
              }
            })
        .thenApply(
            end -> whole.get() ? GeneratedTitle.of(reply.toString()) : Optional.<String>empty());
  }
}
