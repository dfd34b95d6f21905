@NullMarked
package com.uru.chatbot.dev.launcher;

import org.jspecify.annotations.NullMarked;
