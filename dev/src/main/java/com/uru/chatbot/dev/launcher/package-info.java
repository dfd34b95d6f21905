/**
 * {@code mvn -Prun}: everything that a developer needs to see Uru live, started and stopped as one.
 * Its parts also serve the system tests.
 */
@NullMarked
package com.uru.chatbot.dev.launcher;

import org.jspecify.annotations.NullMarked;
