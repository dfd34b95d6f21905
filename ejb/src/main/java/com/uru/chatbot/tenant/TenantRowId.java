package com.uru.chatbot.tenant;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of every tenant-owned row: the tenant first, then the row's own id. */
public class TenantRowId implements Serializable {
  private static final long serialVersionUID = 1L;

  private @Nullable UUID tenantId;
  private @Nullable UUID id;

  /** For the persistence provider. */
  public TenantRowId() {}

  public TenantRowId(UUID tenantId, UUID id) {
    this.tenantId = tenantId;
    this.id = id;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TenantRowId that
        && Objects.equals(tenantId, that.tenantId)
        && Objects.equals(id, that.id);
  }

  @Override
  public int hashCode() {
    return Objects.hash(tenantId, id);
  }
}
