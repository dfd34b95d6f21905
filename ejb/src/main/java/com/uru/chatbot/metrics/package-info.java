/** What the server counts and measures for those who operate it. */
@NullMarked
package com.uru.chatbot.metrics;

import org.jspecify.annotations.NullMarked;
