package com.uru.chatbot.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.tenant.Role;
import java.util.Optional;
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
}
