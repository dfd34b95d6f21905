package com.uru.chatbot.tenant;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Enters the tenant of the {@link Caller} that a use case was called with. */
@Interceptor
@TenantScoped
@Priority(Interceptor.Priority.APPLICATION)
public class TenantInterceptor {
  private final TenantContext tenantContext;

  @Inject
  public TenantInterceptor(TenantContext tenantContext) {
    this.tenantContext = tenantContext;
  }

  /** Binds the transaction, then runs the use case. */
  @AroundInvoke
  public Object enterTenant(InvocationContext invocation) throws Exception {
    if (invocation.getParameters().length == 0
        || !(invocation.getParameters()[0] instanceof Caller caller)) {
      throw new IllegalStateException(
          "A tenant-scoped use case takes the caller first: " + invocation.getMethod());
    }
    tenantContext.enter(caller);
    return invocation.proceed();
  }
}
