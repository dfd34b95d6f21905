package com.uru.chatbot.generation.running;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to stop a generation, perhaps made through another node.
 *
 * @param seenLength how much text the user had seen, null to keep all of it
 */
public record StopRequest(UUID generationId, @Nullable Integer seenLength) {}
