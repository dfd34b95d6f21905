@NullMarked
package com.uru.chatbot.web.generations;

import org.jspecify.annotations.NullMarked;
