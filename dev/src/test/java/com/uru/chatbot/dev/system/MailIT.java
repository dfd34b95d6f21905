package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** Links for passwords by mail, through a real mail server in this process. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class MailIT {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String PASSWORD = "nine quiet rivers flow";
  private static final Pattern LINK = Pattern.compile("http\\S+/set-password#(\\S+)");

  private final UruSystem uru;
  private GreenMail mailServer = new GreenMail(new ServerSetup(0, LOOPBACK, "smtp"));
  private int port;

  MailIT(UruSystem uru) {
    this.uru = uru;
  }

  @BeforeAll
  void configureMail() {
    mailServer.start();
    port = mailServer.getSmtp().getPort();
    uru.killServer();
    uru.startServer(
        Map.of(
            "URU_SMTP_HOST",
            LOOPBACK,
            "URU_SMTP_PORT",
            Integer.toString(port),
            "URU_SMTP_SECURITY",
            "none",
            "URU_SMTP_FROM",
            "Uru <uru@example.org>"));
  }

  @AfterAll
  void startAsUsual() {
    mailServer.stop();
    uru.killServer();
    uru.startServer();
  }

  private UruClient admin() {
    return uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);
  }

  private static JsonObject person(String email) {
    return Json.createObjectBuilder()
        .add("email", email)
        .add("displayName", "Zoë Größer")
        .add("role", "user")
        .build();
  }

  private static JsonObject password(String token) {
    return Json.createObjectBuilder().add("token", token).add("password", PASSWORD).build();
  }

  /** Returns the secret of the link in the last mail, which is to this address. */
  private String mailedToken(String email) throws MessagingException, IOException {
    MimeMessage[] received = mailServer.getReceivedMessages();
    MimeMessage last = received[received.length - 1];
    assertThat(last.getHeader("To")).containsExactly(email);
    Matcher link = LINK.matcher(last.getContent().toString());
    assertThat(link.find()).as("a link in the mail").isTrue();
    return link.group(1);
  }

  @Test
  void mailsAnInvitationAndALinkForANewPassword() throws MessagingException, IOException {
    String email = "mailed-" + UUID.randomUUID() + "@example.org";

    JsonObject added = admin().post("/admin/users", person(email)).expect(201).json();

    JsonObject invitation = added.getJsonObject("invitation");
    assertThat(invitation.getBoolean("mailed")).isTrue();
    assertThat(invitation.isNull("mailProblem")).isTrue();
    MimeMessage[] received = mailServer.getReceivedMessages();
    MimeMessage mail = received[received.length - 1];
    assertThat(mail.getSubject()).isEqualTo("Your invitation to Uru");
    assertThat(mail.getContent().toString()).contains("Hello Zoë Größer,");
    String token = mailedToken(email);
    assertThat(URI.create(invitation.getString("url")).getFragment()).isEqualTo(token);
    uru.visitor().post("/auth/password", password(token)).expect(200);

    String id = added.getJsonObject("user").getString("id");
    JsonObject reset =
        admin().post("/admin/users/" + id + "/password-link", null).expect(200).json();
    assertThat(reset.getBoolean("mailed")).isTrue();
    String resetToken = mailedToken(email);
    uru.visitor().post("/auth/password", password(resetToken)).expect(200);
    assertThat(uru.logs()).doesNotContain(token).doesNotContain(resetToken).doesNotContain(email);
  }

  @Test
  void givesTheLinkToTheAdministratorWhenTheMailServerIsAway() {
    String email = "unmailed-" + UUID.randomUUID() + "@example.org";
    UruClient admin = admin();
    mailServer.stop();
    JsonObject invitation =
        admin.post("/admin/users", person(email)).expect(201).json().getJsonObject("invitation");
    mailServer = new GreenMail(new ServerSetup(port, LOOPBACK, "smtp"));
    mailServer.start();

    assertThat(invitation.getBoolean("mailed")).isFalse();
    assertThat(invitation.getString("mailProblem")).contains("cannot be reached");
    String token = URI.create(invitation.getString("url")).getFragment();
    uru.visitor().post("/auth/password", password(token)).expect(200);
  }
}
