@NullMarked
package com.uru.chatbot.web.stream;

import org.jspecify.annotations.NullMarked;
