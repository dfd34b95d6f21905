@NullMarked
package com.uru.chatbot.web.request;

import org.jspecify.annotations.NullMarked;
