/**
 * What is told of a generation: typed events, their positions, and the log that both the node that
 * runs the generation and other nodes read them from. Knows nothing of threads, databases or
 * providers.
 */
@NullMarked
package com.uru.chatbot.generation.event;

import org.jspecify.annotations.NullMarked;
