package com.uru.chatbot.tenant;

import java.util.UUID;

/** Where tenants are kept. */
public interface TenantRepository {
  /** The tenant that the transaction is bound to. */
  Tenant get(UUID tenantId);
}
