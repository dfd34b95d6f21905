package com.uru.chatbot.identity;

import com.uru.chatbot.identity.session.RefreshToken;
import com.uru.chatbot.identity.token.AccessToken;
import com.uru.chatbot.identity.user.User;
import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * The tokens and the account after a sign-in or a refresh.
 *
 * @param preferences what the user's clients keep here; the server does not read it
 * @param refreshExpiresAt when the refresh token expires
 */
public record SignedIn(
    User user,
    JsonObject preferences,
    AccessToken accessToken,
    RefreshToken refreshToken,
    Instant refreshExpiresAt) {}
