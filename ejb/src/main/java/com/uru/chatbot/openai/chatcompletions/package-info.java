/** The Chat Completions API: {@code POST /chat/completions}. */
@NullMarked
package com.uru.chatbot.openai.chatcompletions;

import org.jspecify.annotations.NullMarked;
