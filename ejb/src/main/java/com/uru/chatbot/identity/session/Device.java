package com.uru.chatbot.identity.session;

/**
 * Where a sign-in comes from.
 *
 * @param address the client's network address
 * @param userAgent what the client says it is; may be empty
 */
public record Device(String address, String userAgent) {}
