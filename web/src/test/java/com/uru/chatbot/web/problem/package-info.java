@NullMarked
package com.uru.chatbot.web.problem;

import org.jspecify.annotations.NullMarked;
