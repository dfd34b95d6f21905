/** Journeys through the running system in a real browser. */
@NullMarked
package com.uru.chatbot.dev.browser;

import org.jspecify.annotations.NullMarked;
