@NullMarked
package com.uru.chatbot.web.identity;

import org.jspecify.annotations.NullMarked;
