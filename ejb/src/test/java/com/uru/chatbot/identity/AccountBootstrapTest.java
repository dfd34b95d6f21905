package com.uru.chatbot.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.tenant.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class AccountBootstrapTest {
  private static final String ADMIN = "root@example.org";

  private final IdentityFixture fixture = new IdentityFixture();

  @Test
  void makesTheAdministratorOnce() {
    bootstrap("a long first password", false).addMissing();
    bootstrap("another long password", false).addMissing();

    SignedIn admin =
        fixture.authentication.login(
            ADMIN, "a long first password".toCharArray(), IdentityFixture.DEVICE);
    assertThat(admin.user().role()).isEqualTo(Role.ADMIN);
    assertThat(fixture.accountRepository.size()).isEqualTo(1);
  }

  @Test
  void saysThatAChangedAddressMadeOneMoreAdministrator() {
    List<String> said;
    try (RecordedLog log = new RecordedLog()) {
      bootstrap("a long first password", false).addMissing();
      new AccountBootstrap(
              fixture.accounts,
              fixture.hasher,
              Optional.of("other@example.org"),
              Optional.of("a long first password"),
              false)
          .addMissing();
      said = List.copyOf(log.lines);
    }

    assertThat(said).hasSize(2);
    assertThat(said.get(0)).startsWith("Made the first account");
    assertThat(said.get(1)).startsWith("Made one more administrator").doesNotContain("other@");
  }

  @Test
  void makesDemoUsersInDevelopmentOnly() {
    bootstrap("a long first password", false).addMissing();
    assertThat(fixture.accountRepository.locate(EmailAddress.of("demo@uru.local"))).isEmpty();

    bootstrap("a long first password", true).addMissing();

    SignedIn viewer =
        fixture.authentication.login(
            "viewer@uru.local",
            AccountBootstrap.DEVELOPMENT_PASSWORD.toCharArray(),
            IdentityFixture.DEVICE);
    assertThat(viewer.user().role()).isEqualTo(Role.VIEWER);
    assertThat(fixture.accountRepository.locate(EmailAddress.of("demo@uru.local"))).isPresent();
  }

  @Test
  void refusesToStartWithABadAdministratorPassword() {
    AccountBootstrap bootstrap = bootstrap("password123", false);

    assertThatThrownBy(bootstrap::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("URU_ADMIN_PASSWORD cannot be used.");
  }

  @Test
  void makesNobodyWhereNobodyIsConfigured() {
    new AccountBootstrap(
            fixture.accounts, fixture.hasher, Optional.empty(), Optional.empty(), false)
        .addMissing();

    assertThat(fixture.accountRepository.size()).isZero();
  }

  private AccountBootstrap bootstrap(String adminPassword, boolean development) {
    return new AccountBootstrap(
        fixture.accounts,
        fixture.hasher,
        Optional.of(ADMIN),
        Optional.of(adminPassword),
        development);
  }

  /** What {@link AccountBootstrap} logs while it is open. */
  private static final class RecordedLog extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(AccountBootstrap.class.getName());
    private final List<String> lines = new ArrayList<>();

    RecordedLog() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord logged) {
      lines.add(logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
