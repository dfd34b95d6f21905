@NullMarked
package com.uru.chatbot.metrics;

import org.jspecify.annotations.NullMarked;
