@NullMarked
package com.uru.chatbot.tracing;

import org.jspecify.annotations.NullMarked;
