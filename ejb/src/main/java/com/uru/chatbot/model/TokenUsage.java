package com.uru.chatbot.model;

/**
 * The tokens that a provider bills for one call. Every count is at least 0; a count that the
 * provider does not report is 0.
 *
 * @param promptTokens tokens of the question
 * @param cachedTokens the part of {@code promptTokens} that was read from the provider's cache
 * @param cacheWriteTokens the part of {@code promptTokens} that was written to the provider's cache
 * @param completionTokens tokens of the answer, including its reasoning
 * @param reasoningTokens the part of {@code completionTokens} that was reasoning
 */
public record TokenUsage(
    int promptTokens,
    int cachedTokens,
    int cacheWriteTokens,
    int completionTokens,
    int reasoningTokens) {}
