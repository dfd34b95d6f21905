@NullMarked
package com.uru.chatbot.userevent;

import org.jspecify.annotations.NullMarked;
