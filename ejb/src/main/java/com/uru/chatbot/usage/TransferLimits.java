package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Counts exports and imports of each user, for all nodes together. */
@Stateless
@TenantScoped
public class TransferLimits {
  private RateLimiter rateLimiter;
  private RateLimits limits;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected TransferLimits() {}

  @Inject
  public TransferLimits(RateLimiter rateLimiter, RateLimits limits) {
    this.rateLimiter = rateLimiter;
    this.limits = limits;
  }

  /**
   * Counts an export, whatever comes of it.
   *
   * @throws DomainException {@code RATE_LIMITED} if there were too many in the last hour
   */
  public void countExport(Caller caller) {
    rateLimiter.admit(caller.tenantId(), limits.exports(), caller.userId());
  }

  /**
   * Counts an import or a dry run, whatever comes of it.
   *
   * @throws DomainException {@code RATE_LIMITED} if there were too many in the last hour
   */
  public void countImport(Caller caller) {
    rateLimiter.admit(caller.tenantId(), limits.imports(), caller.userId());
  }
}
