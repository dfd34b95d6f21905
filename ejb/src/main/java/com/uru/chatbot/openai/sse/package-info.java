/**
 * Server-sent events as the provider sends them (WHATWG HTML, section 9.2), and text that can be
 * stored.
 */
@NullMarked
package com.uru.chatbot.openai.sse;

import org.jspecify.annotations.NullMarked;
