package com.uru.chatbot.providerkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyOpenerTest {
  private static final InMemorySettings SETTINGS = new InMemorySettings();
  private static final String SECRET = "sk-proj-Canary_0123456789";
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final ECKey CURRENT = newKey("current");
  private static final ECKey PREVIOUS = newKey("previous");

  private final Caller caller =
      new Caller(UUID.randomUUID(), UUID.randomUUID(), Role.USER, UUID.randomUUID());
  private final KeyOpener opener = opener(true);

  @Test
  void opensAKeySealedForTheCaller() {
    try (ProviderKey key = opener.open(seal(payload(60)), caller)) {
      assertThat(key.authorization()).isEqualTo("Bearer " + SECRET);
    }
  }

  @Test
  void opensAKeySealedToAKeyThatIsStillAccepted() {
    try (ProviderKey key = opener.open(seal(PREVIOUS, header("previous"), payload(5)), caller)) {
      assertThat(key.authorization()).endsWith(SECRET);
    }
  }

  @Test
  void opensTheContentInAnyOrderWithBlanks() {
    String content =
        " {\n\"exp\" : %d ,\t\"sub\": \"%s\", \"key\":\"%s\"}\r\n"
            .formatted(NOW.getEpochSecond() + 30, caller.userId(), SECRET);

    try (ProviderKey key = opener.open(seal(content), caller)) {
      assertThat(key.authorization()).endsWith(SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer KEY", "OPENAI_API_KEY=KEY", "\"KEY\"", " KEY \u200b"})
  void opensAPlainKeyWithWhatWasPastedAroundIt(String header) {
    try (ProviderKey key = opener.open(header.replace("KEY", SECRET), caller)) {
      assertThat(key.authorization()).isEqualTo("Bearer " + SECRET);
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void tellsThatThereIsNoKey(@Nullable String header) {
    assertThat(refusal(header)).isEqualTo(ProblemCode.PROVIDER_KEY_MISSING);
  }

  @Test
  void refusesAKeyOfAnotherUser() {
    Caller other = new Caller(caller.tenantId(), UUID.randomUUID(), Role.ADMIN, UUID.randomUUID());
    String sealed = seal(payload(60));

    assertThat(catchThrowableOfType(DomainException.class, () -> opener.open(sealed, other)).code())
        .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, -1, 0, 91, 3600})
  void refusesASealThatIsNotFresh(long secondsAhead) {
    assertThat(refusal(seal(payload(secondsAhead)))).isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 60, 90})
  void allowsTheBrowsersClockToBeABitAhead(long secondsAhead) {
    try (ProviderKey key = opener.open(seal(payload(secondsAhead)), caller)) {
      assertThat(key.authorization()).endsWith(SECRET);
    }
  }

  @Test
  void refusesAKeySealedToARetiredOrUnnamedKey() {
    JWEHeader unnamed = new JWEHeader(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM);

    assertThat(refusal(seal(CURRENT, header("retired"), payload(60))))
        .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
    assertThat(refusal(seal(CURRENT, unnamed, payload(60))))
        .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
    assertThat(refusal(seal(newKey("current"), header("current"), payload(60))))
        .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @Test
  void refusesEveryOtherAlgorithm() {
    JWEHeader wrapped =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
            .keyID("current")
            .build();
    JWEHeader shorter =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM)
            .keyID("current")
            .build();
    JWEHeader zipped =
        new JWEHeader.Builder(header("current"))
            .compressionAlgorithm(CompressionAlgorithm.DEF)
            .build();

    for (JWEHeader header : List.of(wrapped, shorter, zipped)) {
      assertThat(refusal(seal(CURRENT, header, payload(60))))
          .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
    }
  }

  @Test
  void refusesASealThatWasTouchedAnywhere() {
    String sealed = seal(payload(60));
    for (int i = 0; i < sealed.length(); i++) {
      if (endsAPart(sealed, i)) {
        // Some of the bits of the last character of Base64 mean nothing.
        continue;
      }
      char touched = sealed.charAt(i) == 'A' ? 'B' : 'A';

      assertThat(refusal(sealed.substring(0, i) + touched + sealed.substring(i + 1)))
          .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"key\":\"sk-12345678\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s} x",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":\"%2$s\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s.0}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":-%2$s}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"iat\":1}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"exp\":%2$s}",
        "{\"key\":\"sk-\\u0041bcdefgh\",\"sub\":\"%1$s\",\"exp\":%2$s}",
        "{\"key\":\"sk-1234 5678\",\"sub\":\"%1$s\",\"exp\":%2$s}",
        "{\"key\":\"sk-1234\r\n5678\",\"sub\":\"%1$s\",\"exp\":%2$s}",
        "{\"key\":\"sk-1234é5678\",\"sub\":\"%1$s\",\"exp\":%2$s}",
        "{\"key\":\"short\",\"sub\":\"%1$s\",\"exp\":%2$s}",
        "{\"key\":null,\"sub\":\"%1$s\",\"exp\":%2$s}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":9999999999999999999}",
        "{\"sub\":\"%1$s\",\"exp\":%2$s,\"host\":\"eu.api.openai.com\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"host\":\"EU.api.openai.com\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"host\":\"https://eu.api.openai.com\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"host\":\"eu.api.openai.com/x\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"host\":null}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"organization\":\"\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"organization\":\"org 1\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"project\":\"a@b\"}",
        "{\"key\":\"sk-12345678\",\"sub\":\"%1$s\",\"exp\":%2$s,\"project\":\"a\",\"project\":\"b\"}"
      })
  void refusesEveryOtherContent(String content) {
    String filled = content.formatted(caller.userId(), NOW.getEpochSecond() + 30);

    assertThat(refusal(seal(filled))).isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"eyJ", "eyJhbGciOiJub25lIn0...", "eyJhbGciOiJub25lIn0....", "eyJ.eyJ.eyJ"})
  void refusesWhatOnlyLooksSealed(String header) {
    assertThat(refusal(header)).isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @Test
  void refusesASealThatIsTooLong() {
    assertThat(refusal(seal(payload(60) + " ".repeat(4096))))
        .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @Test
  void takesAPlainKeyUnlessForbidden() {
    try (ProviderKey key = opener.open(" " + SECRET + " ", caller)) {
      assertThat(key.authorization()).isEqualTo("Bearer " + SECRET);
    }
    KeyOpener strict = opener(false);
    assertThat(
            catchThrowableOfType(DomainException.class, () -> strict.open(SECRET, caller)).code())
        .isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sk-shor", "sk-1234\r\nX: y", "sk-1234 5678", "sk-12345678é", "Bearer sk-1234"})
  void refusesAPlainKeyThatIsNone(String header) {
    assertThat(refusal(header)).isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  @Test
  void opensWhereASealedKeyIsToBeSent() {
    String content =
        payload(60)
            .replace(
                "}",
                ",\"host\":\"eu.api.openai.com\",\"organization\":\"org-1\",\"project\":\"proj_1\"}");

    try (ProviderKey key =
        opener.open(new KeyHeaders(seal(content), "us.api.openai.com", "org-2", null), caller)) {
      assertThat(key.routing())
          .as("what is sealed, not the headers")
          .isEqualTo(new KeyRouting("eu.api.openai.com", "org-1", "proj_1"));
    }
  }

  @Test
  void takesFromHeadersWhereAPlainKeyIsToBeSent() {
    try (ProviderKey key =
        opener.open(new KeyHeaders(SECRET, " EU.api.openai.com ", "org-1", ""), caller)) {
      assertThat(key.routing()).isEqualTo(new KeyRouting("eu.api.openai.com", "org-1", null));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "api.openai.com.evil.example",
        "eu.api.openai.com:444",
        "169.254.169.254",
        "localhost:8080"
      })
  void refusesAHostThatIsNotAllowed(String host) {
    String sealed = seal(payload(60).replace("}", ",\"host\":\"" + host + "\"}"));

    assertThat(refusal(new KeyHeaders(sealed, null, null, null)))
        .isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(refusal(new KeyHeaders(SECRET, host, null, null)))
        .isEqualTo(ProblemCode.VALIDATION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"org 1", "org\r\nX: y", "org/1", "é"})
  void refusesHeadersThatAreNoIds(String id) {
    assertThat(refusal(new KeyHeaders(SECRET, null, id, null)))
        .isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(refusal(new KeyHeaders(SECRET, null, null, id)))
        .isEqualTo(ProblemCode.VALIDATION_FAILED);
  }

  @Test
  void recognisesAKeyByItsFingerprint() {
    byte[] salt = {1, 2, 3};

    assertThat(new ProviderKey("sk-1".toCharArray()).fingerprint(salt))
        .isEqualTo(new ProviderKey("sk-1".toCharArray()).fingerprint(salt))
        .isNotEqualTo(new ProviderKey("sk-2".toCharArray()).fingerprint(salt))
        .isNotEqualTo(new ProviderKey("sk-1".toCharArray()).fingerprint(new byte[] {4}))
        .doesNotContain("sk-1");
  }

  @Test
  void neverQuotesTheKey() {
    DomainException refusal =
        catchThrowableOfType(
            DomainException.class, () -> opener.open(seal("{\"key\":\"" + SECRET), caller));

    assertThat(refusal).hasNoCause();
    assertThat(refusal.getMessage()).doesNotContain(SECRET);
    assertThat(opener.open(SECRET, caller).toString()).doesNotContain(SECRET);
  }

  @Test
  void refusesAPlainKeyWhereTheTenantForbidsIt() {
    Caller ofTenant = Caller.onBehalfOf(Tenant.DEFAULT_ID, caller.userId());
    assertThat(opener.open(SECRET, ofTenant)).isNotNull();
    SETTINGS.set(Json.createObjectBuilder().add("plainKeys", false).build());
    DomainException refusal =
        catchThrowableOfType(DomainException.class, () -> opener.open(SECRET, ofTenant));
    SETTINGS.set(JsonValue.EMPTY_JSON_OBJECT);

    assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_KEY_UNREADABLE);
  }

  private static KeyOpener opener(boolean plainAccepted) {
    return new KeyOpener(
        new TwoKeys(),
        Clock.fixed(NOW, ZoneOffset.UTC),
        new AllowedHosts(URI.create("https://api.openai.com/v1"), Optional.empty()),
        SETTINGS.current(),
        plainAccepted);
  }

  private ProblemCode refusal(@Nullable String header) {
    return catchThrowableOfType(DomainException.class, () -> opener.open(header, caller)).code();
  }

  private ProblemCode refusal(KeyHeaders headers) {
    return catchThrowableOfType(DomainException.class, () -> opener.open(headers, caller)).code();
  }

  private String payload(long secondsAhead) {
    return "{\"key\":\"%s\",\"sub\":\"%s\",\"exp\":%d}"
        .formatted(SECRET, caller.userId(), NOW.getEpochSecond() + secondsAhead);
  }

  private static JWEHeader header(String keyId) {
    return new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
        .keyID(keyId)
        .build();
  }

  private static String seal(String content) {
    return seal(CURRENT, header("current"), content);
  }

  private static String seal(ECKey key, JWEHeader header, String content) {
    try {
      JWEObject jwe = new JWEObject(header, new Payload(content));
      jwe.encrypt(new ECDHEncrypter(key.toPublicJWK()));
      return jwe.serialize();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean endsAPart(String sealed, int i) {
    return i + 1 == sealed.length() || sealed.charAt(i + 1) == '.';
  }

  private static ECKey newKey(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** The server's keys while one replaces the other. */
  private static final class TwoKeys implements TransportKeys {
    @Override
    public Optional<ECKey> find(String keyId) {
      return List.of(CURRENT, PREVIOUS).stream()
          .filter(key -> key.getKeyID().equals(keyId))
          .findFirst();
    }

    @Override
    public JWKSet publicKeys() {
      return new JWKSet(List.<JWK>of(CURRENT.toPublicJWK()));
    }
  }
}
