package com.uru.chatbot.tenant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A row of {@code tenants}. */
@Entity(name = "TenantRow")
@Table(name = "tenants")
@SuppressWarnings("NullAway.Init")
class TenantRow {
  @Id
  @Column(name = "tenant_id")
  private UUID id;

  private String name;

  protected TenantRow() {}

  Tenant toTenant() {
    return new Tenant(id, name);
  }
}
