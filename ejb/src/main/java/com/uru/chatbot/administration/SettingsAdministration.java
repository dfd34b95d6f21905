package com.uru.chatbot.administration;

import com.uru.chatbot.conversation.ConversationRetention;
import com.uru.chatbot.settings.SettingsChanged;
import com.uru.chatbot.settings.SettingsRepository;
import com.uru.chatbot.settings.SettingsRepository.Change;
import com.uru.chatbot.settings.SettingsRepository.Version;
import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator sets for the tenant. Each change makes a version, which stays in the
 * history with who made it and what it changed.
 */
@Stateless
@TenantScoped
public class SettingsAdministration {
  private SettingsRepository settings;
  private SettingsRules rules;
  private ConversationRetention retention;
  private Event<SettingsChanged> changed;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SettingsAdministration() {}

  @Inject
  public SettingsAdministration(
      SettingsRepository settings,
      SettingsRules rules,
      ConversationRetention retention,
      Event<SettingsChanged> changed,
      Clock clock) {
    this.settings = settings;
    this.rules = rules;
    this.retention = retention;
    this.changed = changed;
    this.clock = clock;
  }

  /** Returns the settings that hold. */
  public Version get(Caller caller) {
    requireAdmin(caller);
    return settings.version(caller.tenantId());
  }

  /**
   * Changes settings. A patch that changes nothing makes no version.
   *
   * @param patch a merge patch (RFC 7396) of settings by their names; null unsets
   * @param expectedVersion the version the caller saw, {@code null} not to check
   * @throws DomainException {@code VERSION_CONFLICT}; {@code VALIDATION_FAILED} with the field that
   *     cannot be set so
   */
  public Version change(Caller caller, JsonObject patch, @Nullable Long expectedVersion) {
    requireAdmin(caller);
    Version before = settings.lock(caller.tenantId());
    if (expectedVersion != null && expectedVersion != before.number()) {
      throw new DomainException(ProblemCode.VERSION_CONFLICT);
    }
    TenantSettings wanted = rules.checked(before.settings().patched(patch));
    if (wanted.equals(before.settings())) {
      return before;
    }
    Version after = new Version(before.number() + 1, wanted);
    settings.add(
        caller.tenantId(), after, caller.userId(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    changed.fire(new SettingsChanged(caller.tenantId()));
    return after;
  }

  /**
   * Returns changes, the last one first.
   *
   * @param before the version that the page continues from, null for the first page
   */
  public Page<Change> history(Caller caller, @Nullable Long before, int limit) {
    requireAdmin(caller);
    List<Change> found = settings.history(caller.tenantId(), before, limit + 1);
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<Change> items = found.subList(0, limit);
    return new Page<>(items, Long.toString(items.get(limit - 1).number()));
  }

  /**
   * Returns how many conversations a retention of so many days would delete now.
   *
   * @param days at least 1
   */
  public long countInactive(Caller caller, int days) {
    requireAdmin(caller);
    return retention.count(caller.tenantId(), days);
  }

  /** Checked again here, in case a resource forgets to declare it. */
  private static void requireAdmin(Caller caller) {
    if (caller.role() != Role.ADMIN) {
      throw new DomainException(ProblemCode.FORBIDDEN);
    }
  }
}
