package com.uru.chatbot.identity.account;

import java.util.UUID;

/** Where an account is. */
public record AccountKey(UUID tenantId, UUID userId) {}
