package com.uru.chatbot.tenant;

import java.util.UUID;

/**
 * Who calls a use case: the signed-in user, their tenant and role. First argument of every use
 * case; a use case without one runs outside every tenant and sees no row.
 */
public record Caller(UUID tenantId, UUID userId, Role role, UUID loginSessionId) {}
