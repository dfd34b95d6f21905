package com.uru.chatbot.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.StringReader;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Settings in PostgreSQL. */
@ApplicationScoped
public class JpaSettingsRepository implements SettingsRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  @Transactional
  public TenantSettings current(UUID tenantId) {
    Object found =
        entityManager
            .createNativeQuery("select cast(find_tenant_settings(?1) as text)")
            .setParameter(1, tenantId)
            .getSingleResult();
    return found == null ? TenantSettings.NONE : settings(found);
  }

  @Override
  public Version version(UUID tenantId) {
    List<?> rows =
        entityManager
            .createNativeQuery(
                """
                select version, cast(settings as text) from tenant_settings
                where tenant_id = ?1 order by version desc limit 1
                """)
            .setParameter(1, tenantId)
            .getResultList();
    if (rows.isEmpty()) {
      return new Version(0, TenantSettings.NONE);
    }
    Object[] row = (Object[]) rows.get(0);
    return new Version(((Number) row[0]).longValue(), settings(row[1]));
  }

  /** Locks the row of the tenant, which is there also before the first change. */
  @Override
  public Version lock(UUID tenantId) {
    entityManager
        .createNativeQuery("select tenant_id from tenants where tenant_id = ?1 for no key update")
        .setParameter(1, tenantId)
        .getSingleResult();
    return version(tenantId);
  }

  @Override
  public void add(UUID tenantId, Version version, UUID changedBy, Instant changedAt) {
    entityManager
        .createNativeQuery(
            """
            insert into tenant_settings (tenant_id, version, settings, changed_by, changed_at)
            values (?1, ?2, cast(?3 as jsonb), ?4, ?5)
            """)
        .setParameter(1, tenantId)
        .setParameter(2, version.number())
        .setParameter(3, version.settings().json().toString())
        .setParameter(4, changedBy)
        .setParameter(5, changedAt.atOffset(ZoneOffset.UTC))
        .executeUpdate();
  }

  @Override
  public List<Change> history(UUID tenantId, @Nullable Long before, int limit) {
    List<?> rows =
        entityManager
            .createNativeQuery(
                """
                select s.version, s.changed_at, s.changed_by, u.display_name,
                  cast(coalesce(lag(s.settings) over (order by s.version), '{}') as text),
                  cast(s.settings as text)
                from tenant_settings s
                left join users u on u.tenant_id = s.tenant_id and u.id = s.changed_by
                  and u.erasure_started_at is null
                where s.tenant_id = ?1 and s.version < ?2
                order by s.version desc limit ?3
                """)
            .setParameter(1, tenantId)
            .setParameter(2, before == null ? Long.MAX_VALUE : before)
            .setParameter(3, limit)
            .getResultList();
    return rows.stream().map(row -> change((Object[]) row)).toList();
  }

  private static Change change(Object[] row) {
    return new Change(
        ((Number) row[0]).longValue(),
        ((Timestamp) row[1]).toInstant(),
        (UUID) row[2],
        (String) row[3],
        settings(row[4]),
        settings(row[5]));
  }

  private static TenantSettings settings(Object json) {
    try (JsonReader reader = Json.createReader(new StringReader((String) json))) {
      return new TenantSettings(reader.readObject());
    }
  }
}
