package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.session.LoginSessionRepository;
import com.uru.chatbot.identity.session.SessionLifetimes;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.SearchText;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.tenant.TenantRepository;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** People in PostgreSQL. */
@ApplicationScoped
public class JpaUserDirectory implements UserDirectory {
  private static final String OF_TENANT =
      " from users u where u.tenant_id = ? and u.erasure_started_at is null";

  /** A native query of this persistence provider has only numbered parameters. */
  private static final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    Sql add(String part, Object... values) {
      String numbered = part;
      for (Object value : values) {
        parameters.add(value);
        numbered = numbered.replaceFirst("\\?(?!\\d)", "?" + parameters.size());
      }
      text.append(numbered);
      return this;
    }
  }

  private Query query(Sql sql) {
    Query query = entityManager.createNativeQuery(sql.text.toString());
    for (int i = 0; i < sql.parameters.size(); i++) {
      query.setParameter(i + 1, sql.parameters.get(i));
    }
    return query;
  }

  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  private TenantRepository tenants;
  private AccountRepository accounts;
  private LoginSessionRepository sessions;
  private SessionLifetimes lifetimes;
  private PasswordLinkRepository links;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JpaUserDirectory() {}

  @Inject
  public JpaUserDirectory(
      TenantRepository tenants,
      AccountRepository accounts,
      LoginSessionRepository sessions,
      SessionLifetimes lifetimes,
      PasswordLinkRepository links) {
    this.tenants = tenants;
    this.accounts = accounts;
    this.sessions = sessions;
    this.lifetimes = lifetimes;
    this.links = links;
  }

  @Override
  public Page<Entry> list(
      UUID tenantId, Filter filter, Order order, @Nullable String cursor, int limit, Instant now) {
    Sql sql = found(tenantId, filter, order, cursor);
    selectEntry(sql, "cast(p.place as text)", now)
        .add(
            """
             from (select f.id, f.place from found f order by f.place %1$s, f.id %1$s limit %2$d) p
             join users u on u.tenant_id = ? and u.id = p.id order by p.place %1$s, p.id %1$s
            """
                .formatted(direction(order), limit + 1),
            tenantId);
    List<?> rows = query(sql).getResultList();
    Tenant tenant = tenants.get(tenantId);
    List<Entry> entries =
        rows.stream().limit(limit).map(row -> entry(tenant, (Object[]) row)).toList();
    return new Page<>(
        entries, rows.size() > limit ? Cursor.after((Object[]) rows.get(limit - 1), order) : null);
  }

  /**
   * Begins a query for a page with those who pass the filter and come after the cursor.
   *
   * <p>No index finds words in the middle of a key, and the planner guesses that every third key
   * has them: it would walk through all people in the order of the page. The search is therefore
   * done first, by reading the table once.
   */
  private static Sql found(UUID tenantId, Filter filter, Order order, @Nullable String cursor) {
    String key = key(order);
    Sql sql =
        new Sql()
            .add(
                "with found as %s materialized (select u.id, %s as place"
                    .formatted(filter.search() == null ? "not" : "", key))
            .add(OF_TENANT, tenantId);
    addConditions(sql, filter);
    if (cursor != null) {
      Cursor position = Cursor.decode(cursor, order);
      sql.add(
          " and (%s, u.id) %s (cast(? as %s), ?)".formatted(key, beyond(order), type(order)),
          position.key(),
          position.id());
    }
    return sql.add(") ");
  }

  private static String key(Order order) {
    return switch (order) {
      case NAME -> "u.name_sort_key";
      case EMAIL -> "u.email_sort_key";
      case NEWEST -> "u.created_at";
    };
  }

  private static String type(Order order) {
    return order == Order.NEWEST ? "timestamptz" : "text";
  }

  private static String beyond(Order order) {
    return order == Order.NEWEST ? "<" : ">";
  }

  private static String direction(Order order) {
    return order == Order.NEWEST ? "desc" : "asc";
  }

  @Override
  public long count(UUID tenantId, Filter filter) {
    Sql sql = new Sql().add("select count(*)").add(OF_TENANT, tenantId);
    addConditions(sql, filter);
    return ((Number) query(sql).getSingleResult()).longValue();
  }

  private static void addConditions(Sql sql, Filter filter) {
    if (filter.role() != null) {
      sql.add(" and u.role = ?", filter.role().wireName());
    }
    if (filter.status() != null) {
      sql.add(" and u.status = ?", filter.status().wireName());
    }
    if (filter.search() != null) {
      SearchText.words(filter.search())
          .forEach(
              word ->
                  sql.add(
                      " and position(? in coalesce(u.search_key,"
                          + " lower(u.display_name || ' ' || u.email))) > 0",
                      word));
    }
  }

  @Override
  public Optional<Entry> find(UUID tenantId, UUID id, Instant now) {
    Sql sql = selectEntry(new Sql(), "null", now).add(OF_TENANT, tenantId).add(" and u.id = ?", id);
    List<?> found = query(sql).getResultList();
    return found.stream().map(row -> entry(tenants.get(tenantId), (Object[]) row)).findFirst();
  }

  /**
   * Adds the columns of an entry.
   *
   * @param last expression of the last column
   */
  private Sql selectEntry(Sql sql, String last, Instant now) {
    return sql.add(
            """
            select u.id, u.email, u.display_name, u.role, u.status, u.created_at, u.version,
              u.password_hash is not null,
              (select count(*) from login_sessions s where s.tenant_id = u.tenant_id
                and s.user_id = u.id and s.ended_at is null and s.expires_at > ?
                and s.last_used_at > ?),
              (select max(s.last_used_at) from login_sessions s
                where s.tenant_id = u.tenant_id and s.user_id = u.id),
              (select coalesce(sum(c.bytes), 0) from storage_changes c
                where c.tenant_id = u.tenant_id and c.owner_id = u.id),
              (select coalesce(sum(c.conversations), 0) from storage_changes c
                where c.tenant_id = u.tenant_id and c.owner_id = u.id),
            """,
            now.atOffset(ZoneOffset.UTC),
            lifetimes.idleSince(now).atOffset(ZoneOffset.UTC))
        .add(last);
  }

  private static Entry entry(Tenant tenant, Object[] row) {
    User user =
        new User(
            (UUID) row[0],
            tenant,
            (String) row[1],
            (String) row[2],
            Role.ofWireName((String) row[3]),
            UserStatus.ofWireName((String) row[4]),
            requireInstant(row[5]));
    return new Entry(
        user,
        (Boolean) row[7],
        ((Number) row[8]).intValue(),
        row[9] == null ? null : requireInstant(row[9]),
        ((Number) row[10]).longValue(),
        ((Number) row[11]).longValue(),
        ((Number) row[6]).longValue());
  }

  private static Instant requireInstant(Object time) {
    return time instanceof OffsetDateTime offset
        ? offset.toInstant()
        : ((java.util.Date) time).toInstant();
  }

  @Override
  public void add(User user) {
    accounts.add(new Account(user, null, JsonValue.EMPTY_JSON_OBJECT));
  }

  @Override
  public boolean hasAccount(EmailAddress email) {
    return accounts.locate(email).isPresent();
  }

  @Override
  public void update(User user, Instant now) {
    row(user.tenant().id(), user.id())
        .administer(user.displayName(), user.role(), user.status(), now.atOffset(ZoneOffset.UTC));
    entityManager.flush();
    accounts.addSearchKey(new AccountKey(user.tenant().id(), user.id()));
  }

  @Override
  public void beginErasure(UUID tenantId, UUID id, Instant now) {
    Sql sql =
        new Sql()
            .add(
                """
                update users
                set email = 'erased-' || id || '@invalid', email_key = 'erased-' || id || '@invalid',
                  display_name = 'Erased', search_key = null, password_hash = null,
                  preferences = cast('{}' as jsonb), status = 'disabled', version = version + 1,
                  updated_at = ?, erasure_started_at = ?
                """,
                now.atOffset(ZoneOffset.UTC),
                now.atOffset(ZoneOffset.UTC))
            .add("where tenant_id = ? and id = ? and erasure_started_at is null", tenantId, id);
    if (query(sql).executeUpdate() == 0) {
      throw new DomainException(ProblemCode.NOT_FOUND);
    }
    endSessions(tenantId, id, now);
    links.remove(tenantId, id);
  }

  @Override
  public void delete(UUID tenantId, UUID id) {
    query(new Sql().add("delete from users where tenant_id = ? and id = ?", tenantId, id))
        .executeUpdate();
  }

  private UserRow row(UUID tenantId, UUID id) {
    UserRow row = entityManager.find(UserRow.class, new TenantRowId(tenantId, id));
    if (row == null) {
      throw new DomainException(ProblemCode.NOT_FOUND);
    }
    return row;
  }

  @Override
  public void endSessions(UUID tenantId, UUID id, Instant now) {
    sessions.endOthers(tenantId, id, new UUID(0, 0), now);
  }

  @Override
  public int lockOtherAdmins(UUID tenantId, UUID id) {
    Sql sql =
        new Sql()
            .add("select u.id")
            .add(OF_TENANT, tenantId)
            .add(" and u.role = 'admin' and u.status = 'active' and u.password_hash is not null")
            .add(" order by u.id for no key update");
    List<?> admins = query(sql).getResultList();
    return (int) admins.stream().filter(admin -> !admin.equals(id)).count();
  }

  /**
   * The place of the last person of a page.
   *
   * @param key the value by which the list is ordered
   */
  private record Cursor(String key, UUID id) {
    private static final int LAST_COLUMN = 12;
    private static final int ID_LENGTH = 36;

    /** Returns the text of the place of this row in this order. */
    static String after(Object[] row, Order order) {
      String place = row[0] + order.name() + " " + row[LAST_COLUMN];
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    static Cursor decode(String text, Order order) {
      try {
        String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        UUID id = UUID.fromString(decoded.substring(0, ID_LENGTH));
        String expected = order.name() + " ";
        String place = decoded.substring(ID_LENGTH);
        if (!place.startsWith(expected) || place.indexOf('\0') >= 0) {
          throw invalid();
        }
        return new Cursor(place.substring(expected.length()), id);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw invalid();
      }
    }

    private static DomainException invalid() {
      return new DomainException(
          ProblemCode.VALIDATION_FAILED, "cursor is not one of this list in this order");
    }
  }
}
