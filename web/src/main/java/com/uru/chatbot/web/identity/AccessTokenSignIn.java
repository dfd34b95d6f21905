package com.uru.chatbot.web.identity;

import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.auth.LoginConfig;

/**
 * Turns the container's check of access tokens on (MicroProfile JWT) and declares the roles. The
 * server takes roles only from a bean, and forgets those that stand on EJBs and resources alone.
 */
@ApplicationScoped
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Roles.ADMIN, Roles.USER, Roles.VIEWER})
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class AccessTokenSignIn {}
