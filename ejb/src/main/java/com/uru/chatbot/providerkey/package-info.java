/** The user's OpenAI key while one call needs it: opened, held, wiped. Nothing here can persist. */
@NullMarked
package com.uru.chatbot.providerkey;

import org.jspecify.annotations.NullMarked;
