@NullMarked
package com.uru.chatbot.dev.image;

import org.jspecify.annotations.NullMarked;
