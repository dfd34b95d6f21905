/** A parser of the provider's JSON that reads it member by member. */
@NullMarked
package com.uru.chatbot.openai.json;

import org.jspecify.annotations.NullMarked;
