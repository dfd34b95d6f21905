@NullMarked
package com.uru.chatbot.dev.faults;

import org.jspecify.annotations.NullMarked;
