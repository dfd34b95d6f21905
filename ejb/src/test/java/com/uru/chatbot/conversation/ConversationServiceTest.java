package com.uru.chatbot.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.usage.InMemoryStorage;
import jakarta.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ConversationServiceTest {
  private static final UUID TENANT = Tenant.DEFAULT_ID;

  private final Caller ada = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final InMemoryConversations conversations = new InMemoryConversations();
  private final InMemorySettings settings = new InMemorySettings();
  private final ConversationService service =
      new ConversationService(
          conversations,
          new TenantModels(ModelCatalog.builtIn(Clock.systemUTC()), settings.current()),
          settings.current(),
          InMemoryStorage.empty(settings.current(), Clock.systemUTC()),
          Clock.fixed(Instant.parse("2026-11-23T10:00:00.123456789Z"), ZoneOffset.UTC));

  private static CreateConversation creation(UUID id, String title) {
    return new CreateConversation(id, title, "gpt-4o", null);
  }

  private static ConversationPatch retitle(String title) {
    return new ConversationPatch(title, null, null, null, null, null);
  }

  private static void assertRefused(ThrowingCallable call, ProblemCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void beginsWithTheInstructionsOfTheTenantWhereTheRequestHasNone() {
    settings.set(Json.createObjectBuilder().add("instructions", "Be kind.").build());

    assertThat(service.create(ada, new CreateConversation(null, null, null, null)).systemPrompt())
        .isEqualTo("Be kind.");
    assertThat(
            service.create(ada, new CreateConversation(null, null, null, "Mine.")).systemPrompt())
        .isEqualTo("Mine.");
    assertThat(service.create(ada, new CreateConversation(null, null, null, "")).systemPrompt())
        .isNull();
  }

  @Test
  void answersARepeatedCreationAsTheFirstTime() {
    UUID id = UUID.randomUUID();
    Conversation first = service.create(ada, creation(id, "Plans"));
    service.patch(ada, id, retitle("Better plans"), null);

    assertThat(service.create(ada, creation(id, "Plans")).id()).isEqualTo(first.id());
    assertRefused(() -> service.create(ada, creation(id, "Other")), ProblemCode.ID_CONFLICT);
  }

  @Test
  void acceptsAModelThatIsNotInTheCatalogueButNoModelThatCannotExist() {
    assertThat(service.create(ada, new CreateConversation(null, null, "gpt-99-nova", null)).model())
        .isEqualTo("gpt-99-nova");
    assertRefused(
        () -> service.create(ada, new CreateConversation(null, null, "gpt\u0000", null)),
        ProblemCode.MODEL_NOT_AVAILABLE);
  }

  @Test
  void answersForeignAndUnknownConversationsAlike() {
    UUID id = service.create(ada, creation(UUID.randomUUID(), "Mine")).id();

    for (UUID target : List.of(id, UUID.randomUUID())) {
      assertRefused(() -> service.get(bob, target), ProblemCode.NOT_FOUND);
      assertRefused(
          () -> service.patch(bob, target, retitle("Taken"), null), ProblemCode.NOT_FOUND);
      assertRefused(() -> service.delete(bob, target, null), ProblemCode.NOT_FOUND);
      assertRefused(() -> service.messages(bob, target, null, 10), ProblemCode.NOT_FOUND);
    }
    assertThat(service.get(ada, id).title()).isEqualTo("Mine");
  }

  @Test
  void keepsWhatAPatchDoesNotMention() {
    UUID id = UUID.randomUUID();
    service.create(ada, new CreateConversation(id, null, "o1", "Be brief."));

    Conversation renamed = service.patch(ada, id, retitle("Named"), null);

    assertThat(renamed.title()).isEqualTo("Named");
    assertThat(renamed.titleSource()).isEqualTo(TitleSource.USER);
    assertThat(renamed.model()).isEqualTo("o1");
    assertThat(renamed.systemPrompt()).isEqualTo("Be brief.");
  }

  @Test
  void clearsTheSystemPromptWhenAsked() {
    UUID id = UUID.randomUUID();
    service.create(ada, new CreateConversation(id, null, null, "Be brief."));

    Conversation cleared =
        service.patch(ada, id, new ConversationPatch(null, null, "", null, null, null), null);

    assertThat(cleared.systemPrompt()).isNull();
  }

  @Test
  void refusesAChangeOfAVersionThatIsGone() {
    UUID id = service.create(ada, creation(UUID.randomUUID(), "One")).id();
    service.patch(ada, id, retitle("Two"), 1L);

    assertRefused(() -> service.patch(ada, id, retitle("Three"), 1L), ProblemCode.VERSION_CONFLICT);
    assertRefused(() -> service.delete(ada, id, 1L), ProblemCode.VERSION_CONFLICT);
    assertThat(service.get(ada, id).title()).isEqualTo("Two");
  }

  @Test
  void refusesAHeadThatIsNotInTheConversation() {
    UUID id = service.create(ada, creation(UUID.randomUUID(), "One")).id();

    assertRefused(
        () ->
            service.patch(
                ada,
                id,
                new ConversationPatch(null, null, null, null, null, UUID.randomUUID()),
                null),
        ProblemCode.VALIDATION_FAILED);
  }

  @Test
  void pagesThroughAllConversationsOnceWithThePinnedOnTop() {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      made.add(service.create(ada, creation(UUID.randomUUID(), "Number " + i)).id());
    }
    UUID pinned = made.get(3);
    service.patch(ada, pinned, new ConversationPatch(null, null, null, true, null, null), null);

    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Conversation> page = service.list(ada, false, cursor, 3);
      page.items().forEach(item -> seen.add(item.id()));
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen).hasSize(7).containsExactlyInAnyOrderElementsOf(made).startsWith(pinned);
  }

  @Test
  void refusesACursorThatIsNotOurs() {
    assertRefused(() -> service.list(ada, false, "?", 3), ProblemCode.VALIDATION_FAILED);
  }

  @Test
  void endsAFinishedBranchBeforeAnAnswerThatIsBeingWritten() {
    UUID id = service.create(ada, creation(UUID.randomUUID(), "One")).id();
    Message question = Message.ofUser(UUID.randomUUID(), id, null, "Why?", Instant.EPOCH);
    Message answer =
        Message.ofAssistant(UUID.randomUUID(), id, question.id(), "gpt-4o", Instant.EPOCH);
    conversations.addMessages(ada, List.of(question, answer));

    FinishedBranch running = service.finishedBranch(ada, id, answer.id());
    conversations.endMessage(ada, answer.ended("So.", MessageStatus.STOPPED), null);
    FinishedBranch stopped = service.finishedBranch(ada, id, answer.id());

    assertThat(running).isEqualTo(new FinishedBranch("One", question.id(), 1));
    assertThat(stopped).isEqualTo(new FinishedBranch("One", answer.id(), 2));
  }

  @Test
  void knowsNoFinishedBranchOfAnEmptyOrForeignConversation() {
    UUID id = service.create(ada, creation(UUID.randomUUID(), "One")).id();

    assertRefused(() -> service.finishedBranch(ada, id, null), ProblemCode.VALIDATION_FAILED);
    assertRefused(
        () -> service.finishedBranch(ada, id, UUID.randomUUID()), ProblemCode.VALIDATION_FAILED);
    assertRefused(() -> service.finishedBranch(bob, id, null), ProblemCode.NOT_FOUND);
  }
}
