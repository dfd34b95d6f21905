package com.uru.chatbot.usage;

import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Own budgets in PostgreSQL. */
@ApplicationScoped
public class JpaBudgetRepository implements BudgetRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public BudgetLimits find(Caller caller) {
    List<?> rows =
        entityManager
            .createNativeQuery(
                """
                select tokens_per_day, tokens_per_month, cost_per_day, cost_per_month
                from user_budgets where tenant_id = ?1 and owner_id = ?2
                """)
            .setParameter(1, caller.tenantId())
            .setParameter(2, caller.userId())
            .getResultList();
    return rows.isEmpty() ? BudgetLimits.NONE : limits((Object[]) rows.get(0));
  }

  private static BudgetLimits limits(@Nullable Object[] row) {
    return new BudgetLimits((Long) row[0], (Long) row[1], (BigDecimal) row[2], (BigDecimal) row[3]);
  }

  /** Amounts are sent as texts: a null would have no type. */
  @Override
  public void save(Caller caller, BudgetLimits limits) {
    entityManager
        .createNativeQuery(
            """
            insert into user_budgets (tenant_id, owner_id,
              tokens_per_day, tokens_per_month, cost_per_day, cost_per_month)
            values (?1, ?2, cast(?3 as bigint), cast(?4 as bigint),
              cast(?5 as numeric), cast(?6 as numeric))
            on conflict (tenant_id, owner_id) do update set
              tokens_per_day = excluded.tokens_per_day,
              tokens_per_month = excluded.tokens_per_month,
              cost_per_day = excluded.cost_per_day,
              cost_per_month = excluded.cost_per_month
            """)
        .setParameter(1, caller.tenantId())
        .setParameter(2, caller.userId())
        .setParameter(3, text(limits.tokensPerDay()))
        .setParameter(4, text(limits.tokensPerMonth()))
        .setParameter(5, text(limits.costPerDay()))
        .setParameter(6, text(limits.costPerMonth()))
        .executeUpdate();
  }

  private static @Nullable String text(@Nullable Number amount) {
    return amount == null ? null : amount.toString();
  }
}
