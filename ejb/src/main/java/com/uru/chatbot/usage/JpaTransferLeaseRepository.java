package com.uru.chatbot.usage;

import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Duration;

/** Leases of transfers in PostgreSQL and in its time. */
@ApplicationScoped
public class JpaTransferLeaseRepository implements TransferLeaseRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public boolean acquire(Caller caller, TransferLease lease, Duration duration) {
    String sql =
        """
        insert into transfer_leases as l (tenant_id, owner_id, transfer, lease_id, expires_at)
        values (?1, ?2, ?3, ?4, clock_timestamp() + make_interval(secs => ?5))
        on conflict (tenant_id, owner_id, transfer) do update
          set lease_id = excluded.lease_id, expires_at = excluded.expires_at
          where l.expires_at <= clock_timestamp()
        """;
    return query(sql, caller, lease).setParameter(5, seconds(duration)).executeUpdate() == 1;
  }

  @Override
  public void renew(Caller caller, TransferLease lease, Duration duration) {
    String sql =
        """
        update transfer_leases set expires_at = clock_timestamp() + make_interval(secs => ?5)
        where tenant_id = ?1 and owner_id = ?2 and transfer = ?3 and lease_id = ?4
        """;
    query(sql, caller, lease).setParameter(5, seconds(duration)).executeUpdate();
  }

  @Override
  public void release(Caller caller, TransferLease lease) {
    String sql =
        """
        delete from transfer_leases
        where tenant_id = ?1 and owner_id = ?2 and transfer = ?3 and lease_id = ?4
        """;
    query(sql, caller, lease).executeUpdate();
  }

  private Query query(String sql, Caller caller, TransferLease lease) {
    return entityManager
        .createNativeQuery(sql)
        .setParameter(1, caller.tenantId())
        .setParameter(2, caller.userId())
        .setParameter(3, lease.transfer().wireName())
        .setParameter(4, lease.id());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
