package com.uru.chatbot.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.uru.chatbot.serverkey.ServerKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTokensTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID SHARE = UUID.randomUUID();

  private final JWK key = key(KeyUse.SIGNATURE);
  private final ShareTokens tokens = with(key);

  private static JWK key(KeyUse use) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyUse(use).keyIDFromThumbprint(true).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static ShareTokens with(JWK... signingKeys) {
    List<JWK> keys = new ArrayList<>(List.of(signingKeys));
    keys.add(key(KeyUse.ENCRYPTION));
    return new ShareTokens(ServerKeys.ofJson(new JWKSet(keys).toString(false)));
  }

  @Test
  void givesTheSameLinkAgain() {
    String token = tokens.of(TENANT, SHARE);

    assertThat(token).matches("[A-Za-z0-9_-]{43}").isEqualTo(with(key).of(TENANT, SHARE));
    assertThat(tokens.read(TENANT, token)).hasValue(SHARE);
  }

  @Test
  void readsNoLinkOfAnotherTenantOrServer() {
    String token = tokens.of(TENANT, SHARE);

    assertThat(tokens.read(UUID.randomUUID(), token)).isEmpty();
    assertThat(with(key(KeyUse.SIGNATURE)).read(TENANT, token)).isEmpty();
  }

  @Test
  void readsLinksOfAFormerKeyAsLongAsTheServerHasIt() {
    String token = tokens.of(TENANT, SHARE);

    assertThat(with(key(KeyUse.SIGNATURE), key).read(TENANT, token)).hasValue(SHARE);
  }

  /** The unused bits of the last character would make more than one text of a link. */
  @Test
  void readsNothingButTheLinkItself() {
    String token = tokens.of(TENANT, SHARE);
    for (int i = 0; i < token.length(); i++) {
      for (char other : "ABab01-_".toCharArray()) {
        String changed = token.substring(0, i) + other + token.substring(i + 1);
        assertThat(tokens.read(TENANT, changed).isPresent()).isEqualTo(changed.equals(token));
      }
    }
    assertThat(tokens.read(TENANT, token + "=")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "\u0000", "%2F", "ü", "AAAAAAAAAAAAAAAAAAAAAA"})
  void readsNothingFromOtherTexts(String text) {
    assertThat(tokens.read(TENANT, text)).isEmpty();
  }
}
