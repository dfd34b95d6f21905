package com.uru.chatbot.model;

/**
 * What a model accepts, as its provider documents it; requests are shaped by it.
 *
 * @param systemPrompt takes instructions in a message of their own
 * @param temperature lets the caller choose the temperature, at its default reasoning effort
 * @param reasoning thinks before it answers: the first token may take minutes
 * @param reasoningEffort lets the caller choose between several reasoning efforts
 * @param vision understands images
 * @param streaming answers token by token
 */
public record ModelCapabilities(
    boolean systemPrompt,
    boolean temperature,
    boolean reasoning,
    boolean reasoningEffort,
    boolean vision,
    boolean streaming) {}
