package com.uru.chatbot.model;

/**
 * A model in a list to choose from.
 *
 * @param available false if it cannot be chosen now: it is shut down, or the key does not have it
 */
public record ModelOffer(Model model, boolean available) {}
