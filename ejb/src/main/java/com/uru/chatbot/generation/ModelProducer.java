package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.FinalAnswer;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.AnswerMetrics;
import com.uru.chatbot.generation.running.GenerationProducer;
import com.uru.chatbot.generation.running.GenerationRun;
import com.uru.chatbot.generation.store.CreateGeneration;
import com.uru.chatbot.generation.title.TitleRun;
import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.RequestDigest;
import com.uru.chatbot.tenant.Caller;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks a model with the user's key for an answer, and beside it for a title. */
final class ModelProducer implements GenerationProducer {
  /** How long the end of an answer waits for its title. */
  private static final long TITLE_SECONDS = 2;

  private final ChatModel chatModel;
  private final TitleRun.Shared titles;
  private final CreateGeneration.Created created;
  private final ProviderKey key;
  private final AnswerMetrics.Meter meter;
  private @Nullable ChatModelCall call;
  private boolean cancelled;

  ModelProducer(
      ChatModel chatModel,
      TitleRun.Shared titles,
      CreateGeneration.Created created,
      ProviderKey key,
      AnswerMetrics.Meter meter) {
    this.chatModel = chatModel;
    this.titles = titles;
    this.created = created;
    this.key = key;
    this.meter = meter;
  }

  @Override
  public CompletionStage<FinalAnswer> produce(ActiveGeneration generation) {
    TitleRun titleRun =
        new TitleRun(
            titles, generation, created.needsTitle(), created.started().userMessage().text(), key);
    Runnable onFirstText =
        () -> {
          meter.firstText();
          titleRun.start();
        };
    GenerationRun run = new GenerationRun(generation, onFirstText);
    return run.answer(() -> prepare(generation.caller()))
        .thenCompose(answer -> awaitTitle(titleRun, answer))
        .thenApply(answer -> new FinalAnswer(answer, generation.seal(), run.providerItems(answer)));
  }

  private ChatModelCall prepare(Caller caller) {
    meter.calling();
    ChatModelCall prepared = chatModel.prepare(request(caller), key);
    attach(prepared);
    return prepared;
  }

  private ChatRequest request(Caller caller) {
    UUID conversationId = created.started().generation().conversationId();
    return new ChatRequest(
        created.model().id(),
        created.turns(),
        created.parameters(),
        new ChatRequest.Origin(
            pseudonym(caller.tenantId(), conversationId),
            pseudonym(caller.tenantId(), caller.userId())));
  }

  private static String pseudonym(UUID tenantId, UUID id) {
    return HexFormat.of().formatHex(RequestDigest.of(tenantId, id));
  }

  /** Attaches the call that {@link #cancel} cancels; if that came first, cancels it at once. */
  private void attach(ChatModelCall prepared) {
    boolean late;
    synchronized (this) {
      call = prepared;
      late = cancelled;
    }
    if (late) {
      prepared.cancel();
    }
  }

  @Override
  public void cancel() {
    ChatModelCall attached;
    synchronized (this) {
      cancelled = true;
      attached = call;
    }
    if (attached != null) {
      attached.cancel();
    }
  }

  /** Returns the answer once its end may be told. A stopped answer does not wait for its title. */
  private static CompletionStage<Message> awaitTitle(TitleRun titleRun, Message answer) {
    boolean stopped =
        answer.status() == MessageStatus.STOPPED || answer.status() == MessageStatus.INTERRUPTED;
    return titleRun.endWithin(stopped ? 0 : TITLE_SECONDS).thenApply(end -> answer);
  }

  @Override
  public void close() {
    key.close();
  }
}
