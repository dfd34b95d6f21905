package com.uru.chatbot.model;

/**
 * What a provider billed for one call, in tokens.
 *
 * @param promptTokens tokens of the question, at least 0
 * @param completionTokens tokens of the answer with its reasoning, at least 0
 * @param reasoningTokens the part of the answer that was hidden reasoning, 0 to completionTokens
 */
public record TokenUsage(int promptTokens, int completionTokens, int reasoningTokens) {}
