package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.update;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One user with at least one row in every table, running a generation on a node of its own. */
record Life(
    UUID tenant,
    UUID user,
    UUID loginSession,
    UUID conversation,
    UUID question,
    UUID answer,
    UUID generation,
    UUID node) {
  static Life begin(Connection owner, UUID tenant, String name) throws SQLException {
    Life life =
        new Life(
            tenant,
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID(),
            UUID.randomUUID());
    update(
        owner,
        "insert into tenants (tenant_id, name) values (?, ?) on conflict do nothing",
        tenant,
        "Tenant of " + name);
    update(
        owner,
        "insert into users (tenant_id, id, email, display_name, role) values (?, ?, ?, ?, 'user')",
        tenant,
        life.user,
        name + "@example.org",
        name);
    update(
        owner,
        "insert into login_sessions (tenant_id, id, user_id, expires_at) values (?, ?, ?, now())",
        tenant,
        life.loginSession,
        life.user);
    update(
        owner,
        "insert into refresh_tokens (tenant_id, token_hash, login_session_id, expires_at)"
            + " values (?, sha256(?::bytea), ?, now())",
        tenant,
        name.getBytes(UTF_8),
        life.loginSession);
    update(
        owner,
        "insert into sign_in_failures (tenant_id, subject, failures)"
            + " values (?, sha256(?::bytea), 1)",
        tenant,
        name.getBytes(UTF_8));
    update(
        owner,
        "insert into rate_limits (tenant_id, subject, used_until)"
            + " values (?, sha256(?::bytea), now())",
        tenant,
        name.getBytes(UTF_8));
    update(
        owner,
        "insert into password_links (tenant_id, user_id, token_hash, expires_at)"
            + " values (?, ?, sha256(?::bytea), now())",
        tenant,
        life.user,
        name.getBytes(UTF_8));
    update(
        owner,
        "insert into tenant_settings (tenant_id, version, settings, changed_by, changed_at)"
            + " select ?, coalesce(max(version), 0) + 1, '{\"signUp\": \"closed\"}', ?, now()"
            + " from tenant_settings where tenant_id = ?",
        tenant,
        life.user,
        tenant);
    update(
        owner,
        "insert into usage_days (tenant_id, user_id, day, model, currency, answers, prompt_tokens,"
            + " cached_tokens, completion_tokens, reasoning_tokens, cost)"
            + " values (?, ?, current_date, 'gpt-4o', 'USD', 1, 10, 0, 5, 0, 0.001)",
        tenant,
        life.user);
    update(
        owner,
        "insert into user_budgets (tenant_id, owner_id, tokens_per_day) values (?, ?, 1000)",
        tenant,
        life.user);
    update(
        owner,
        "insert into transfer_leases (tenant_id, owner_id, transfer, lease_id, expires_at)"
            + " values (?, ?, 'export', gen_random_uuid(), now())",
        tenant,
        life.user);
    life.converse(owner);
    return life;
  }

  private void converse(Connection owner) throws SQLException {
    update(
        owner,
        "insert into conversations"
            + " (tenant_id, owner_id, id, title, title_source, model, request_digest)"
            + " values (?, ?, ?, '', 'auto', 'gpt-4o', sha256('request'))",
        tenant,
        user,
        conversation);
    insertMessage(owner, question, null, "user", "completed");
    insertMessage(owner, answer, question, "assistant", "streaming");
    insertGeneration(owner, generation, question, answer, 30);
    update(
        owner,
        "insert into generation_events (tenant_id, generation_id, position, text)"
            + " values (?, ?, 5, 'Hello')",
        tenant,
        generation);
    update(
        owner,
        "insert into shares (tenant_id, id, owner_id, conversation_id, head_message_id, title,"
            + " message_count, audience, created_at, updated_at)"
            + " values (?, gen_random_uuid(), ?, ?, ?, '', 1, 'link', now(), now())",
        tenant,
        user,
        conversation,
        question);
  }

  void insertMessage(
      Connection connection, UUID id, @Nullable UUID parent, String role, String status)
      throws SQLException {
    update(
        connection,
        "insert into messages"
            + " (tenant_id, owner_id, conversation_id, id, parent_id, role, text, status)"
            + " values (?, ?, ?, ?, ?::uuid, ?, 'text', ?)",
        tenant,
        user,
        conversation,
        id,
        parent,
        role,
        status);
  }

  void insertGeneration(
      Connection connection, UUID id, UUID questionId, UUID answerId, int leaseSeconds)
      throws SQLException {
    update(
        connection,
        "insert into generations (tenant_id, owner_id, conversation_id, id, user_message_id,"
            + " message_id, request_digest, status, node, lease_expires_at) values (?, ?, ?, ?, ?,"
            + " ?, sha256('request'), 'streaming', ?, now() + make_interval(secs => ?))",
        tenant,
        user,
        conversation,
        id,
        questionId,
        answerId,
        node,
        leaseSeconds);
  }
}
