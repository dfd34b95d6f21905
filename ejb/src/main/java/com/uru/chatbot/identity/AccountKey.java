package com.uru.chatbot.identity;

import java.util.UUID;

/** Where an account is. */
record AccountKey(UUID tenantId, UUID userId) {}
