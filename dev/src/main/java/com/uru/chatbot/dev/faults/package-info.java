/**
 * Trouble on purpose, and the judge of what it did: a proxy that breaks connections, and a checker
 * that compares what clients were told with what is stored.
 */
@NullMarked
package com.uru.chatbot.dev.faults;

import org.jspecify.annotations.NullMarked;
