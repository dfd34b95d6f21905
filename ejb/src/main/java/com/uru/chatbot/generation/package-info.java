/**
 * Generations: answers while a model writes them. A generation belongs to the server, not to a
 * socket: its text is read from the model once, kept in memory for every subscriber, journalled for
 * the next node, and ends in exactly one final state.
 */
@NullMarked
package com.uru.chatbot.generation;

import org.jspecify.annotations.NullMarked;
