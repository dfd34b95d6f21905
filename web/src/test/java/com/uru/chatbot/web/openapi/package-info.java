@NullMarked
package com.uru.chatbot.web.openapi;

import org.jspecify.annotations.NullMarked;
