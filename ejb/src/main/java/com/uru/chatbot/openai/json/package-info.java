/** Reading of the provider's JSON, member by member. */
@NullMarked
package com.uru.chatbot.openai.json;

import org.jspecify.annotations.NullMarked;
