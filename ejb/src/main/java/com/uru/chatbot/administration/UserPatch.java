package com.uru.chatbot.administration;

import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.tenant.Role;
import org.jspecify.annotations.Nullable;

/** What an administrator changes of a person; {@code null} leaves it as it is. */
public record UserPatch(
    @Nullable String displayName, @Nullable Role role, @Nullable UserStatus status) {}
