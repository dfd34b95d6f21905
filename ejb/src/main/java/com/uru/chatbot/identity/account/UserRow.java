package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.SearchText;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.StringReader;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code users}. */
@Entity(name = "UserRow")
@Table(name = "users")
@IdClass(TenantRowId.class)
@SuppressWarnings("NullAway.Init")
class UserRow {
  @Id
  @Column(name = "tenant_id")
  private UUID tenantId;

  @Id private UUID id;

  private String email;

  /** Null if a version that had no keys made the account. */
  @Column(name = "email_key")
  private @Nullable String emailKey;

  @Column(name = "display_name")
  private String displayName;

  private String role;
  private String status;

  /** Null if a version that had no search made the account. */
  @Column(name = "search_key")
  private @Nullable String searchKey;

  @Column(name = "password_hash")
  private @Nullable String passwordHash;

  private String preferences;
  @Version private long version;

  @Column(name = "created_at", updatable = false)
  private OffsetDateTime createdAt;

  @Column(name = "updated_at")
  private OffsetDateTime updatedAt;

  protected UserRow() {}

  UserRow(Account account) {
    User user = account.user();
    tenantId = user.tenant().id();
    id = user.id();
    email = user.email();
    emailKey = EmailAddress.of(email).key();
    role = user.role().wireName();
    status = user.status().wireName();
    createdAt = user.createdAt().atOffset(ZoneOffset.UTC);
    passwordHash = account.passwordHash();
    writeOwnData(account, createdAt);
  }

  /** Takes over what people may change about themselves: neither role nor status. */
  final void writeOwnData(Account account, OffsetDateTime now) {
    rename(account.user().displayName());
    preferences = account.preferences().toString();
    updatedAt = now;
  }

  /** Takes over what an administrator may change. */
  void administer(String newDisplayName, Role newRole, UserStatus newStatus, OffsetDateTime now) {
    rename(newDisplayName);
    role = newRole.wireName();
    status = newStatus.wireName();
    updatedAt = now;
  }

  /** Returns whether this user may sign in, with the password of this hash. */
  public boolean isActiveWithPassword(@Nullable String hash) {
    return status.equals(UserStatus.ACTIVE.wireName()) && Objects.equals(passwordHash, hash);
  }

  /** Takes over another e-mail address, and what is made of it. */
  public void changeEmail(EmailAddress newEmail, OffsetDateTime now) {
    email = newEmail.text();
    emailKey = newEmail.key();
    writeSearchKey();
    updatedAt = now;
  }

  private void rename(String newDisplayName) {
    displayName = newDisplayName;
    writeSearchKey();
  }

  private void writeSearchKey() {
    searchKey = searchKey();
  }

  /** Returns what a search compares with. */
  String searchKey() {
    return SearchText.fold(displayName + " " + email);
  }

  Account toAccount(Tenant tenant) {
    User user =
        new User(
            id,
            tenant,
            email,
            displayName,
            Role.ofWireName(role),
            UserStatus.ofWireName(status),
            createdAt.toInstant());
    return new Account(user, passwordHash, readPreferences());
  }

  private JsonObject readPreferences() {
    try (JsonReader reader = Json.createReader(new StringReader(preferences))) {
      return reader.readObject();
    }
  }
}
