package com.uru.chatbot.web.generations;

/**
 * An event of a generation on the wire.
 *
 * @param id the id of its position
 * @param data a JSON object
 */
public record WireEvent(String name, long id, String data) {}
