package com.uru.chatbot.web;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/**
 * Refuses what nobody allowed: a method without a role annotation, and a method with roles when
 * nobody is signed in. The container itself leaves un-annotated methods open and answers strangers
 * with 403.
 */
@Provider
public class DefaultDeny implements DynamicFeature {
  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Access access = accessOf(resource.getResourceMethod(), resource.getResourceClass());
    switch (access) {
      case PUBLIC -> {}
      case SIGNED_IN -> context.register(new SignedInOnly(), FilterPriorities.DEFAULT_DENY);
      case NOBODY -> context.register(new DenyFilter(), FilterPriorities.DEFAULT_DENY);
    }
  }

  /**
   * Class-level {@code @PermitAll} and {@code @DenyAll} do not count: the container ignores them.
   */
  static Access accessOf(Method method, Class<?> resourceClass) {
    if (method.isAnnotationPresent(DenyAll.class)) {
      return Access.NOBODY;
    }
    if (method.isAnnotationPresent(PermitAll.class)) {
      return Access.PUBLIC;
    }
    if (method.isAnnotationPresent(RolesAllowed.class)
        || resourceClass.isAnnotationPresent(RolesAllowed.class)) {
      return Access.SIGNED_IN;
    }
    return Access.NOBODY;
  }

  enum Access {
    PUBLIC,
    SIGNED_IN,
    NOBODY
  }

  private static final class SignedInOnly implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      if (request.getSecurityContext().getUserPrincipal() == null) {
        throw new DomainException(ProblemCode.UNAUTHENTICATED);
      }
    }
  }

  private static final class DenyFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
      throw new DomainException(ProblemCode.FORBIDDEN);
    }
  }
}
