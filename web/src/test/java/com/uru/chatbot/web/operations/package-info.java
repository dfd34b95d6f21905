@NullMarked
package com.uru.chatbot.web.operations;

import org.jspecify.annotations.NullMarked;
