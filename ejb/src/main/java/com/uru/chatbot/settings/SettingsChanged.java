package com.uru.chatbot.settings;

import java.util.UUID;

/** The settings of a tenant were changed, in a transaction that may still fail. */
public record SettingsChanged(UUID tenantId) {}
