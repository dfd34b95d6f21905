@NullMarked
package com.uru.chatbot.web.userevents;

import org.jspecify.annotations.NullMarked;
