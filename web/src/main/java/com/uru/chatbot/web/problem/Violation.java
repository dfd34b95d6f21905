package com.uru.chatbot.web.problem;

/**
 * One field that is not valid.
 *
 * @param field where, as a path in the request: {@code message.text}, {@code items[0].id}, or the
 *     name of a query parameter
 * @param message what is wrong with it, without the value
 */
public record Violation(String field, String message) {}
