/** The Responses API: {@code POST /responses} (OpenAI API reference, "Responses"). */
@NullMarked
package com.uru.chatbot.openai.responses;

import org.jspecify.annotations.NullMarked;
