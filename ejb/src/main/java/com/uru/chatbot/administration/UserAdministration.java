package com.uru.chatbot.administration;

import com.uru.chatbot.identity.account.AccountErasure;
import com.uru.chatbot.identity.account.PasswordLinks;
import com.uru.chatbot.identity.account.UserDirectory;
import com.uru.chatbot.identity.account.UserDirectory.Entry;
import com.uru.chatbot.identity.account.UserDirectory.Filter;
import com.uru.chatbot.identity.account.UserDirectory.Order;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.NameText;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.UuidV7;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.TenantRepository;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator does with the people of the tenant. Changes count for the next request of a
 * person, within a second on every node, and end their event streams within five. The last active
 * administrator stays one: of two who are taken away at the same time, one remains.
 */
@Stateless
@TenantScoped
public class UserAdministration {
  private UserDirectory users;
  private PasswordLinks links;
  private AccountErasure erasure;
  private TenantRepository tenants;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UserAdministration() {}

  @Inject
  public UserAdministration(
      UserDirectory users,
      PasswordLinks links,
      AccountErasure erasure,
      TenantRepository tenants,
      Clock clock) {
    this.users = users;
    this.links = links;
    this.erasure = erasure;
    this.tenants = tenants;
    this.clock = clock;
  }

  /** Returns a page of those who pass the filter, and how many there are. */
  public UserPage list(
      Caller caller, Filter filter, Order order, @Nullable String cursor, int limit) {
    requireAdmin(caller);
    return new UserPage(
        users.list(caller.tenantId(), filter, order, cursor, limit, now()),
        users.count(caller.tenantId(), filter));
  }

  /** Returns one person. */
  public Entry get(Caller caller, UUID id) {
    requireAdmin(caller);
    return find(caller, id);
  }

  /**
   * A person, and a new link with which they set a password.
   *
   * @param link its secret can be told only now
   */
  public record Linked(Entry entry, PasswordLinks.Made link) {}

  /**
   * Adds a person, who chooses a password by the link. The same request again, while they have not
   * done so, makes a new link.
   *
   * @throws DomainException {@code VALIDATION_FAILED}, also if they were disabled meanwhile; {@code
   *     EMAIL_TAKEN}, {@code ID_CONFLICT} if another person has the id
   */
  public Linked add(Caller caller, NewUser request) {
    requireAdmin(caller);
    EmailAddress email = EmailAddress.of(request.email());
    email.requireValid("email");
    String name = NameText.prepare(request.displayName(), "displayName", User.MAX_NAME_LENGTH);
    Optional<Entry> present =
        request.id() == null
            ? Optional.empty()
            : users.find(caller.tenantId(), request.id(), now());
    Entry added =
        present
            .map(entry -> requireActive(repeated(entry, email, name, request.role())))
            .orElseGet(() -> create(caller, request, email, name));
    return linked(added);
  }

  /**
   * What became of one of many people.
   *
   * @param taken whether the address has an account already, which is left as it is
   * @param linked who was added, {@code null} if the address is taken and in a dry run
   */
  public record Addition(boolean taken, @Nullable Linked linked) {}

  /**
   * Adds those of many people whose address has no account.
   *
   * @param requests at most a few hundred, with different addresses
   * @param dryRun whether nothing is to be added
   * @return what became of each, in the order of the requests
   * @throws DomainException {@code EMAIL_TAKEN} if another request has taken one of the addresses
   *     in the meantime; then none was added
   */
  public List<Addition> addAll(Caller caller, List<NewUser> requests, boolean dryRun) {
    requireAdmin(caller);
    return requests.stream().map(request -> addNew(caller, request, dryRun)).toList();
  }

  private Addition addNew(Caller caller, NewUser request, boolean dryRun) {
    EmailAddress email = EmailAddress.of(request.email());
    boolean taken = users.hasAccount(email);
    return new Addition(
        taken,
        taken || dryRun ? null : linked(create(caller, request, email, request.displayName())));
  }

  private static Entry repeated(Entry present, EmailAddress email, String name, Role role) {
    User user = present.user();
    boolean same =
        user.email().equals(email.text())
            && user.displayName().equals(name)
            && user.role() == role
            && !present.hasPassword();
    if (!same) {
      throw new DomainException(ProblemCode.ID_CONFLICT);
    }
    return present;
  }

  private Entry create(Caller caller, NewUser request, EmailAddress email, String name) {
    UUID id = request.id() == null ? UuidV7.next(clock) : request.id();
    users.add(
        new User(
            id,
            tenants.get(caller.tenantId()),
            email.text(),
            name,
            request.role(),
            UserStatus.ACTIVE,
            now()));
    return find(caller, id);
  }

  private static User patched(User user, UserPatch patch) {
    User changed =
        user.with(
            patch.role() == null ? user.role() : patch.role(),
            patch.status() == null ? user.status() : patch.status());
    return patch.displayName() == null
        ? changed
        : changed.withDisplayName(
            NameText.prepare(patch.displayName(), "displayName", User.MAX_NAME_LENGTH));
  }

  /**
   * Changes name, role or status. Disabling ends all sessions and the link for a password.
   *
   * @param expectedVersion the version the caller saw, {@code null} not to check
   * @throws DomainException {@code NOT_FOUND}, {@code VERSION_CONFLICT}, {@code LAST_ADMIN}, {@code
   *     VALIDATION_FAILED}
   */
  public Entry change(Caller caller, UUID id, UserPatch patch, @Nullable Long expectedVersion) {
    requireAdmin(caller);
    int otherAdmins = users.lockOtherAdmins(caller.tenantId(), id);
    User user = expected(caller, id, expectedVersion).user();
    User changed = patched(user, patch);
    if (isActiveAdmin(user) && !isActiveAdmin(changed)) {
      requireAnother(otherAdmins);
    }
    users.update(changed, now());
    if (changed.status() == UserStatus.DISABLED && user.status() != UserStatus.DISABLED) {
      users.endSessions(caller.tenantId(), id, now());
      links.revoke(caller.tenantId(), id);
    }
    return find(caller, id);
  }

  /**
   * Deletes a person. They are gone from the next request on; their conversations are deleted after
   * that, which ends answers that are being written.
   *
   * @throws DomainException {@code NOT_FOUND}, {@code VERSION_CONFLICT}, {@code LAST_ADMIN}
   */
  public void delete(Caller caller, UUID id, @Nullable Long expectedVersion) {
    requireAdmin(caller);
    int otherAdmins = users.lockOtherAdmins(caller.tenantId(), id);
    if (isActiveAdmin(expected(caller, id, expectedVersion).user())) {
      requireAnother(otherAdmins);
    }
    erasure.begin(caller.tenantId(), id);
  }

  /** Ends all sessions of a person. */
  public void endSessions(Caller caller, UUID id) {
    requireAdmin(caller);
    find(caller, id);
    users.endSessions(caller.tenantId(), id, now());
  }

  /**
   * Makes a link with which a person sets a password; the former link stops working.
   *
   * @throws DomainException {@code NOT_FOUND}; {@code VALIDATION_FAILED} if the person is disabled,
   *     who could not sign in with the new password
   */
  public Linked makePasswordLink(Caller caller, UUID id) {
    requireAdmin(caller);
    return linked(requireActive(find(caller, id)));
  }

  private Linked linked(Entry entry) {
    User user = entry.user();
    return new Linked(entry, links.make(user.tenant().id(), user.id(), entry.hasPassword()));
  }

  private Entry find(Caller caller, UUID id) {
    return users
        .find(caller.tenantId(), id, now())
        .orElseThrow(() -> new DomainException(ProblemCode.NOT_FOUND));
  }

  private static Entry requireActive(Entry entry) {
    if (entry.user().status() == UserStatus.DISABLED) {
      throw new DomainException(
          ProblemCode.VALIDATION_FAILED, "This person is disabled. Enable them, then make a link.");
    }
    return entry;
  }

  private Entry expected(Caller caller, UUID id, @Nullable Long expectedVersion) {
    Entry entry = find(caller, id);
    if (expectedVersion != null && expectedVersion != entry.version()) {
      throw new DomainException(ProblemCode.VERSION_CONFLICT);
    }
    return entry;
  }

  private static boolean isActiveAdmin(User user) {
    return user.role() == Role.ADMIN && user.status() == UserStatus.ACTIVE;
  }

  private static void requireAnother(int otherAdmins) {
    if (otherAdmins == 0) {
      throw new DomainException(ProblemCode.LAST_ADMIN);
    }
  }

  /** Checked again here, in case a resource forgets to declare it. */
  private static void requireAdmin(Caller caller) {
    if (caller.role() != Role.ADMIN) {
      throw new DomainException(ProblemCode.FORBIDDEN);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
