package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static final String PEER = "10.0.0.9";

  @Test
  void believesNoHeaderWithoutATrustedProxy() {
    assertThat(ClientAddress.of(List.of("203.0.113.1"), PEER, 0)).isEqualTo(PEER);
  }

  @Test
  void takesWhatTheOutermostTrustedProxySaw() {
    assertThat(ClientAddress.of(List.of("203.0.113.1"), PEER, 1)).isEqualTo("203.0.113.1");
    assertThat(ClientAddress.of(List.of("203.0.113.1, 10.0.0.7"), PEER, 2))
        .isEqualTo("203.0.113.1");
  }

  @Test
  void doesNotBelieveWhatTheClientPutInFront() {
    assertThat(ClientAddress.of(List.of("198.51.100.66, 203.0.113.1"), PEER, 1))
        .isEqualTo("203.0.113.1");
    assertThat(ClientAddress.of(List.of("198.51.100.66", "203.0.113.1"), PEER, 1))
        .isEqualTo("203.0.113.1");
  }

  @Test
  void takesTheOutermostThereIsWhenProxiesAreMissing() {
    assertThat(ClientAddress.of(List.of(), PEER, 2)).isEqualTo(PEER);
  }
}
