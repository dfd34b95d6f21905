@NullMarked
package com.uru.chatbot.dev.practice;

import org.jspecify.annotations.NullMarked;
