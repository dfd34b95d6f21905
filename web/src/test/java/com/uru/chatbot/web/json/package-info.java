@NullMarked
package com.uru.chatbot.web.json;

import org.jspecify.annotations.NullMarked;
