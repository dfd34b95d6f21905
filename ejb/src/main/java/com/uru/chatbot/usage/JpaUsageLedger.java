package com.uru.chatbot.usage;

import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.usage.UsageEntry.UsageUser;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger in PostgreSQL. */
@ApplicationScoped
public class JpaUsageLedger implements UsageLedger {
  private static final String TOKENS = "sum(u.prompt_tokens + u.completion_tokens) desc";

  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public void add(
      UUID tenantId, UUID userId, LocalDate day, String model, TokenUsage usage, Cost cost) {
    entityManager
        .createNativeQuery(
            """
            insert into usage_days as u (tenant_id, user_id, day, model, currency, answers,
              prompt_tokens, cached_tokens, completion_tokens, reasoning_tokens, cost)
            values (?1, ?2, cast(?3 as date), ?4, ?5, 1, ?6, ?7, ?8, ?9, ?10)
            on conflict (tenant_id, user_id, day, model, currency) do update set
              answers = u.answers + 1,
              prompt_tokens = u.prompt_tokens + excluded.prompt_tokens,
              cached_tokens = u.cached_tokens + excluded.cached_tokens,
              completion_tokens = u.completion_tokens + excluded.completion_tokens,
              reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens,
              cost = u.cost + excluded.cost
            """)
        .setParameter(1, tenantId)
        .setParameter(2, userId)
        .setParameter(3, day.toString())
        .setParameter(4, model)
        .setParameter(5, cost.currency())
        .setParameter(6, usage.promptTokens())
        .setParameter(7, usage.cachedTokens())
        .setParameter(8, usage.completionTokens())
        .setParameter(9, usage.reasoningTokens())
        .setParameter(10, cost.amount())
        .executeUpdate();
  }

  /** How the entries of a grouping are selected, grouped and ordered. */
  private record Columns(String selected, String grouped, String ordered) {
    static Columns of(UsageGrouping grouping) {
      return switch (grouping) {
        case DAY -> new Columns("u.day, null, null, null, null", "u.day", "u.day");
        case MODEL -> new Columns("null, u.model, null, null, null", "u.model", TOKENS);
        case USER ->
            new Columns(
                "null, null, p.id, p.email, p.display_name",
                "p.id, p.email, p.display_name",
                TOKENS);
        case DAY_AND_MODEL ->
            new Columns("u.day, u.model, null, null, null", "u.day, u.model", "u.day, u.model");
      };
    }
  }

  @Override
  public List<UsageEntry> entries(
      UUID tenantId, @Nullable UUID userId, UsagePeriod period, UsageGrouping grouping, int limit) {
    Columns columns = Columns.of(grouping);
    Query query =
        entityManager
            .createNativeQuery(
                """
                select %s, u.currency, sum(u.answers), sum(u.prompt_tokens), sum(u.cached_tokens),
                  sum(u.completion_tokens), sum(u.reasoning_tokens), sum(u.cost)
                from usage_days u join users p on p.tenant_id = u.tenant_id and p.id = u.user_id
                where u.tenant_id = ?1 and u.day between cast(?2 as date) and cast(?3 as date) %s
                group by %s, u.currency order by %s, u.currency
                """
                    .formatted(
                        columns.selected,
                        userId == null ? "" : "and u.user_id = ?4",
                        columns.grouped,
                        columns.ordered))
            .setParameter(1, tenantId)
            .setParameter(2, period.from().toString())
            .setParameter(3, period.to().toString())
            .setMaxResults(limit);
    if (userId != null) {
      query.setParameter(4, userId);
    }
    List<?> rows = query.getResultList();
    return rows.stream().map(row -> entry((Object[]) row)).toList();
  }

  @Override
  public Spent spent(UUID tenantId, @Nullable UUID userId, LocalDate day) {
    Query query =
        entityManager
            .createNativeQuery(
                """
                with used as (
                  select day = cast(?2 as date) as today, prompt_tokens + completion_tokens as tokens,
                    case currency when ?4 then cost else 0 end as cost
                  from usage_days where tenant_id = ?1 and day >= cast(?3 as date) %s)
                select coalesce(sum(tokens) filter (where today), 0),
                  coalesce(sum(cost) filter (where today), 0),
                  coalesce(sum(tokens), 0), coalesce(sum(cost), 0)
                from used
                """
                    .formatted(userId == null ? "" : "and user_id = ?5"))
            .setParameter(1, tenantId)
            .setParameter(2, day.toString())
            .setParameter(3, day.withDayOfMonth(1).toString())
            .setParameter(4, Quota.CURRENCY);
    if (userId != null) {
      query.setParameter(5, userId);
    }
    Object[] row = (Object[]) query.getSingleResult();
    return new Spent(number(row[0]), (BigDecimal) row[1], number(row[2]), (BigDecimal) row[3]);
  }

  private static UsageEntry entry(Object[] row) {
    String currency = (String) row[5];
    return new UsageEntry(
        row[0] == null ? null : ((Date) row[0]).toLocalDate(),
        (String) row[1],
        row[2] == null ? null : new UsageUser((UUID) row[2], (String) row[3], (String) row[4]),
        number(row[6]),
        number(row[7]),
        number(row[8]),
        number(row[9]),
        number(row[10]),
        currency.isEmpty() ? null : (BigDecimal) row[11],
        currency.isEmpty() ? null : currency);
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
