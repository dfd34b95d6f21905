package com.uru.chatbot.tenant;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.tracing.Span;
import com.uru.chatbot.tracing.Tracer;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.Method;

/** Enters the tenant of the {@link Caller} that a use case was called with. */
@Interceptor
@TenantScoped
@Priority(Interceptor.Priority.APPLICATION)
public class TenantInterceptor {
  private final TenantContext tenantContext;
  private final Tracer tracer;

  @Inject
  public TenantInterceptor(TenantContext tenantContext, Tracer tracer) {
    this.tenantContext = tenantContext;
    this.tracer = tracer;
  }

  /** Binds the transaction, then runs the use case. */
  @AroundInvoke
  public Object enterTenant(InvocationContext invocation) throws Exception {
    if (invocation.getParameters().length == 0
        || !(invocation.getParameters()[0] instanceof Caller caller)) {
      throw new IllegalStateException(
          "A tenant-scoped use case takes the caller first: " + invocation.getMethod());
    }
    Method useCase = invocation.getMethod();
    Span span =
        tracer.call(
            "postgresql " + useCase.getDeclaringClass().getSimpleName() + "." + useCase.getName());
    if (span == null) {
      tenantContext.enter(caller);
      return invocation.proceed();
    }
    span.set("db.system.name", "postgresql");
    try {
      tenantContext.enter(caller);
      return invocation.proceed();
    } catch (Exception e) {
      span.fail(
          e instanceof DomainException refusal ? refusal.code().code() : e.getClass().getName());
      throw e;
    } finally {
      span.end();
    }
  }
}
