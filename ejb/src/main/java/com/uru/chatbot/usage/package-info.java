/** Rate limits. */
@NullMarked
package com.uru.chatbot.usage;

import org.jspecify.annotations.NullMarked;
