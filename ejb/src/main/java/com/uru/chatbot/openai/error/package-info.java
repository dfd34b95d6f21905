/** The errors of OpenAI and of gateways, and the problems that they mean. */
@NullMarked
package com.uru.chatbot.openai.error;

import org.jspecify.annotations.NullMarked;
