package com.uru.chatbot.openai.sse;

/**
 * One event of a stream.
 *
 * @param name the event type, empty if the stream gave none
 * @param data its lines, joined by line feeds
 */
public record ServerSentEvent(String name, String data) {}
