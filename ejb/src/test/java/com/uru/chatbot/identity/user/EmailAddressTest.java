package com.uru.chatbot.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.shared.DomainException;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "Ada@Example.ORG, ada@example.org",
    "' ada@example.org ', ada@example.org",
    "ada@bücher.example, ada@xn--bcher-kva.example",
    "ada@BU\u0308CHER.example, ada@xn--bcher-kva.example",
    "ada@XN--BCHER-KVA.example, ada@xn--bcher-kva.example",
    "ada@ｂücher．example, ada@xn--bcher-kva.example",
    "ada@example。org, ada@example.org",
    "ada@example｡org, ada@example.org",
    "ada@faß.de, ada@xn--fa-hia.de",
    "ada@βόλος.com, ada@xn--nxasmm1c.com",
    "ada@ΒΌΛΟΣ.com, ada@xn--nxasmq6b.com",
    "ada@日本語.jp, ada@xn--wgv71a119e.jp",
    "ada@नमस्ते.example, ada@xn--h2bhs4b8d8a.example",
    "ada@نامه\u200Cای.com, ada@xn--mgba3gch31f060k.com",
    "ada@שלום.example, ada@xn--9dbne9b.example",
    "ada@مثال.com, ada@xn--mgbh0fb.com",
    "ada@شركة5.com, ada@xn--5-2mcxl0f.com",
    "ada@ex\u00ADample.org, ada@example.org",
    "jose\u0301@example.org, josé@example.org",
    "JOSÉ@example.org, josé@example.org",
    "Straße@example.org, strasse@example.org",
    "ΛΟΓΟΣ@example.org, λογοσ@example.org",
    "λόγος@example.org, λόγοσ@example.org",
    "admın@example.org, admın@example.org",
    "ada@localhost, ada@localhost",
    "ada+list@a--b.example, ada+list@a--b.example"
  })
  void hasOneKeyForAllSpellings(String typed, String key) {
    EmailAddress address = EmailAddress.of(typed);

    assertThat(address.key()).isEqualTo(key);
    assertThat(EmailAddress.of(key).key()).isEqualTo(key);
    assertThat(address.text()).isEqualTo(typed.strip());
    assertThatCode(() -> address.requireValid("email")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "ada@strasse.de, ada@straße.de",
    "ada@xn--nxasmm1c.com, ada@xn--nxasmq6b.com",
    "admin@example.org, admın@example.org",
    "jose@example.org, josé@example.org"
  })
  void keepsDifferentAddressesApart(String one, String other) {
    assertThat(EmailAddress.of(one).key()).isNotEqualTo(EmailAddress.of(other).key());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@",
        "ada@.example",
        "ada@example..org",
        "ada@example.org.",
        "ada@-example.org",
        "ada@example-.org",
        "ada@exa mple.org",
        "ada@exa_mple.org",
        "ada@exa\u2028mple.org",
        "ada@example\u2024.org",
        "ada@[192.0.2.1]",
        "ada@xn--a",
        "ada@xn--zzzzzzzzzzz.org",
        "ada@xn--.org",
        "ada@xn--example-.org",
        "ada@xn--99999999.example",
        "ada@\u0301a.example",
        "ada@a\u200Db.example",
        "ada@a\u202Eb.example",
        "ada@a\uFFFDb.example",
        "ada@\u0378.example",
        "ada@\uE000.example",
        "ada@aא.example",
        "ada@אa.example",
        "ada@1א.example",
        "ada@א.1com.example",
        "ada@א1\u0661.example",
        "ada@xn--a-1hc.example",
        "ada@bücherbücherbücherbücherbücherbücherbücherbücherbücherbücher.example",
        "ada@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example"
      })
  void refusesADomainThatIsNone(String typed) {
    assertThatThrownBy(() -> EmailAddress.of(typed).requireValid("email"))
        .asInstanceOf(InstanceOfAssertFactories.type(DomainException.class))
        .satisfies(refusal -> assertThat(refusal.detail()).contains("no domain name"))
        .extracting(refusal -> refusal.members().get("violations"))
        .asString()
        .contains("field=email");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada",
        "@example.org",
        "a@b@example.org",
        "ada lovelace@example.org",
        "\"ada\"@example.org",
        ".ada@example.org",
        "ada.@example.org",
        "a..b@example.org",
        "a\u200Bb@example.org",
        "a\u202Eb@example.org",
        "a\u00ADb@example.org",
        "a\u3000b@example.org",
        "a\u0000b@example.org"
      })
  void refusesALocalPartThatIsNone(String typed) {
    assertThatThrownBy(() -> EmailAddress.of(typed).requireValid("email"))
        .hasMessageContaining("before the @");
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "Root", "ada@[192.0.2.1]", "\"a b\"@example.org"})
  void hasAKeyForWhatOlderVersionsTook(String typed) {
    assertThat(EmailAddress.of(typed).key()).isEqualTo(typed.toLowerCase(Locale.ROOT));
  }

  @Test
  void takesADomainThatIsTooLongForNone() {
    EmailAddress address = EmailAddress.of("x@" + "a".repeat(70_000) + "\uD7A3");

    assertThatThrownBy(() -> address.requireValid("email"))
        .asInstanceOf(InstanceOfAssertFactories.type(DomainException.class))
        .extracting(refusal -> refusal.members().get("violations"))
        .asString()
        .contains("254");
  }
}
