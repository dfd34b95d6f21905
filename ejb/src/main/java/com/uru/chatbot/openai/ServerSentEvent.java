package com.uru.chatbot.openai;

/**
 * One event of a stream.
 *
 * @param name the event type, empty if the stream gave none
 * @param data its lines, joined by line feeds
 */
record ServerSentEvent(String name, String data) {}
