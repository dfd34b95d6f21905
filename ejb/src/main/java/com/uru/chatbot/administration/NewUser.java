package com.uru.chatbot.administration;

import com.uru.chatbot.tenant.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person to be added.
 *
 * @param id client-made, or {@code null} to let the server make one
 */
public record NewUser(@Nullable UUID id, String email, String displayName, Role role) {}
