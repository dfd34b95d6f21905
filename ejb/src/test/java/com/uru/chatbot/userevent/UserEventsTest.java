package com.uru.chatbot.userevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.userevent.UserEvent.ConversationChanged;
import com.uru.chatbot.userevent.UserEvent.EventsMissed;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UserEventsTest {
  private final Caller ada = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());
  private final Caller sameTenant = Caller.onBehalfOf(ada.tenantId(), UUID.randomUUID());
  private final Caller sameIdElsewhere = Caller.onBehalfOf(UUID.randomUUID(), ada.userId());
  private final UserEvents events = new UserEvents();
  private final UserEvent changed = new ConversationChanged(UUID.randomUUID(), 2);

  private List<UserEvent> subscribed(Caller caller) {
    List<UserEvent> received = new ArrayList<>();
    events.subscribe(caller, received::add);
    return received;
  }

  private void publish(UserEvent event) {
    events.publish(ada.tenantId(), ada.userId(), event);
  }

  @Test
  void passesAnEventToAllSubscribersOfTheUserAndToNobodyElse() {
    List<UserEvent> one = subscribed(ada);
    List<UserEvent> other = subscribed(ada);
    List<UserEvent> colleague = subscribed(sameTenant);
    List<UserEvent> stranger = subscribed(sameIdElsewhere);

    publish(changed);

    assertThat(one).containsExactly(changed);
    assertThat(other).containsExactly(changed);
    assertThat(colleague).isEmpty();
    assertThat(stranger).isEmpty();
  }

  @Test
  void passesNothingAfterTheEndOfASubscription() {
    List<UserEvent> received = new ArrayList<>();
    UserEvents.Subscription subscription = events.subscribe(ada, received::add);
    List<UserEvent> other = subscribed(ada);

    subscription.close();
    subscription.close();
    publish(changed);

    assertThat(received).isEmpty();
    assertThat(other).containsExactly(changed);
  }

  @Test
  void tellsEverybodyThatEventsMayBeLost() {
    List<UserEvent> one = subscribed(ada);
    List<UserEvent> other = subscribed(sameIdElsewhere);

    events.publishMissed();

    assertThat(one).containsExactly(new EventsMissed());
    assertThat(other).containsExactly(new EventsMissed());
  }

  @Test
  void refusesAUserWithTooManySubscribersUntilOneEnds() {
    List<UserEvents.Subscription> open = new ArrayList<>();
    for (int i = 0; i < UserEvents.MAX_SUBSCRIBERS; i++) {
      open.add(events.subscribe(ada, event -> {}));
    }

    assertThatThrownBy(() -> events.subscribe(ada, event -> {}))
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.TOO_MANY_STREAMS);
              assertThat(refusal.members()).containsEntry("limit", UserEvents.MAX_SUBSCRIBERS);
              assertThat(refusal.detail()).contains("" + UserEvents.MAX_SUBSCRIBERS);
            });
    subscribed(sameTenant);
    assertThat(events.open()).isEqualTo(UserEvents.MAX_SUBSCRIBERS + 1);
    open.get(0).close();

    subscribed(ada);
    assertThat(events.open()).isEqualTo(UserEvents.MAX_SUBSCRIBERS + 1);
  }
}
