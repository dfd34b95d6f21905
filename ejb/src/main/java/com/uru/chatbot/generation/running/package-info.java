/**
 * Generations that run on this node: their log in memory, their subscribers, and the call of the
 * model.
 */
@NullMarked
package com.uru.chatbot.generation.running;

import org.jspecify.annotations.NullMarked;
