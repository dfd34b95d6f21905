package com.uru.chatbot.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.tenant.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokenTest {
  @Test
  void comesBackFromItsText() {
    RefreshToken token = RefreshToken.random(Tenant.DEFAULT_ID);

    RefreshToken read = RefreshToken.parse(token.text()).orElseThrow();

    assertThat(read.tenantId()).isEqualTo(Tenant.DEFAULT_ID);
    assertThat(read.hash()).isEqualTo(token.hash());
  }

  @Test
  void isNeverTheSameTwice() {
    assertThat(RefreshToken.random(Tenant.DEFAULT_ID).text())
        .isNotEqualTo(RefreshToken.random(Tenant.DEFAULT_ID).text());
  }

  @Test
  void derivesItsSuccessorFromTokenAndSalt() {
    RefreshToken token = RefreshToken.random(Tenant.DEFAULT_ID);
    byte[] salt = UnseenRotation.random().successorSalt();

    RefreshToken successor = token.successor(salt);

    assertThat(successor.text()).isEqualTo(token.successor(salt).text());
    assertThat(successor.tenantId()).isEqualTo(Tenant.DEFAULT_ID);
    assertThat(successor.text())
        .isNotEqualTo(token.successor(UnseenRotation.random().successorSalt()).text())
        .isNotEqualTo(RefreshToken.random(Tenant.DEFAULT_ID).successor(salt).text())
        .isNotEqualTo(token.text());
  }

  @Test
  void hidesItselfInLogs() {
    RefreshToken token = RefreshToken.random(Tenant.DEFAULT_ID);

    assertThat(token.toString()).doesNotContain(token.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "================================================================",
        "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ"
      })
  void isNotReadFromOtherText(String text) {
    assertThat(RefreshToken.parse(text)).isEmpty();
  }
}
