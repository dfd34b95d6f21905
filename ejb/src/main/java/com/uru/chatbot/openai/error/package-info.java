/** The provider's errors and the problems that they mean (OpenAI API reference, "Error codes"). */
@NullMarked
package com.uru.chatbot.openai.error;

import org.jspecify.annotations.NullMarked;
