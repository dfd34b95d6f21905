/** What the calls of both APIs share: the parameters that a model may reject. */
@NullMarked
package com.uru.chatbot.openai.call;

import org.jspecify.annotations.NullMarked;
