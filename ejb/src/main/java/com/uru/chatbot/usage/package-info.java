/** How much of Uru somebody may use. */
@NullMarked
package com.uru.chatbot.usage;

import org.jspecify.annotations.NullMarked;
