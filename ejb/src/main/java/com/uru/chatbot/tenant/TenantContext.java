package com.uru.chatbot.tenant;

import java.util.UUID;

/**
 * Binds the current transaction to a tenant and user, which the row-level-security policies read.
 */
public interface TenantContext {
  /** Binds the current transaction to the caller's tenant and user; ends with the transaction. */
  void enter(Caller caller);

  /** Binds the current transaction to a tenant and to no user: for sign-in, before there is one. */
  void enterTenant(UUID tenantId);
}
