package com.uru.chatbot.identity;

import com.uru.chatbot.identity.session.RefreshToken;
import com.uru.chatbot.identity.token.AccessToken;
import com.uru.chatbot.identity.user.User;
import java.time.Instant;

/**
 * What somebody gets who has signed in or refreshed.
 *
 * @param refreshExpiresAt when the refresh token expires
 */
public record SignedIn(
    User user, AccessToken accessToken, RefreshToken refreshToken, Instant refreshExpiresAt) {}
