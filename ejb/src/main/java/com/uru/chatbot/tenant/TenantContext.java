package com.uru.chatbot.tenant;

/**
 * Binds the current transaction to a tenant and user, which the row-level-security policies read.
 */
public interface TenantContext {
  /** Binds the current transaction to the caller's tenant and user; ends with the transaction. */
  void enter(Caller caller);
}
