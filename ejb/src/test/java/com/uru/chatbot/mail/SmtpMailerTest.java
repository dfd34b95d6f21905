package com.uru.chatbot.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.ManualClock;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpMailerTest {
  private final GreenMail server =
      new GreenMail(new ServerSetup(0, InetAddress.getLoopbackAddress().getHostAddress(), "smtp"));

  @AfterEach
  void stop() {
    server.stop();
  }

  private SmtpMailer started() {
    server.start();
    return mailer(server.getSmtp().getPort(), "none");
  }

  private static SmtpMailer mailer(int port, String security) {
    return new SmtpMailer(
        new MailSettings(
            Optional.of(InetAddress.getLoopbackAddress().getHostAddress()),
            Optional.of(Integer.toString(port)),
            Optional.of(security),
            Optional.empty(),
            Optional.empty(),
            Optional.of("Uru <uru@example.org>")),
        new ManualClock());
  }

  private static Mail to(String address) {
    return new Mail(EmailAddress.of(address), "A subject", "Hello Zoë,\n\nthis is 漢字.");
  }

  @Test
  void sendsPlainTextInUtf8() throws MessagingException, IOException {
    List<Delivery> deliveries = started().send(List.of(to("Zoe@Bücher.example")));

    assertThat(deliveries).containsExactly(new Delivery(true, null));
    MimeMessage received = server.getReceivedMessages()[0];
    assertThat(received.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
    assertThat(received.getContent().toString().replace("\r\n", "\n"))
        .isEqualTo("Hello Zoë,\n\nthis is 漢字.");
    assertThat(received.getSubject()).isEqualTo("A subject");
    assertThat(received.getHeader("To")).containsExactly("Zoe@xn--bcher-kva.example");
    assertThat(received.getHeader("From")).containsExactly("Uru <uru@example.org>");
    assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(received.getMessageID()).endsWith("@example.org>");
  }

  @Test
  void sendsManyMailsInTheirOrder() {
    List<Mail> mails = Collections.nCopies(30, to("zoe@example.org"));

    assertThat(started().send(mails)).hasSize(30).allMatch(Delivery::mailed);
    assertThat(server.getReceivedMessages()).hasSize(30);
  }

  @Test
  void sendsToNoAddressThatHasALineBreak() {
    List<Delivery> deliveries =
        started()
            .send(List.of(to("a@example.org\r\nRCPT TO:<b@example.org>"), to("zoe@example.org")));

    assertThat(deliveries.get(0).mailed()).isFalse();
    assertThat(deliveries.get(0).problem()).contains("no valid form");
    assertThat(deliveries.get(1).mailed()).isTrue();
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void addsNoHeaderFromASubjectWithALineBreak() throws MessagingException {
    Mail mail =
        new Mail(EmailAddress.of("zoe@example.org"), "Hello\r\nBcc: eve@example.org", "Text");

    started().send(List.of(mail));

    assertThat(server.getReceivedMessages()[0].getHeader("Bcc")).isNull();
  }

  @Test
  void saysThatTheServerCannotBeReached() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }

    List<Delivery> deliveries =
        mailer(closed, "none").send(List.of(to("a@example.org"), to("b@example.org")));

    assertThat(deliveries).hasSize(2).noneMatch(Delivery::mailed);
    assertThat(deliveries.get(0).problem()).contains("cannot be reached");
  }

  @Test
  void sendsNothingWithoutTlsWhereTlsIsRequired() {
    server.start();

    List<Delivery> deliveries =
        mailer(server.getSmtp().getPort(), "starttls").send(List.of(to("a@example.org")));

    assertThat(deliveries).noneMatch(Delivery::mailed);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void givesUpAServerThatSaysNothing() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      long start = System.nanoTime();

      List<Delivery> deliveries =
          mailer(silent.getLocalPort(), "none").send(List.of(to("a@example.org")));

      assertThat(deliveries).noneMatch(Delivery::mailed);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
    }
  }

  @Test
  void sendsNothingWithoutAServer() {
    SmtpMailer off =
        new SmtpMailer(
            new MailSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new ManualClock());

    assertThat(off.send(List.of(to("a@example.org")))).containsExactly(new Delivery(false, null));
  }
}
