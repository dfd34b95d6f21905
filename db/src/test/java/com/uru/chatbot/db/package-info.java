@NullMarked
package com.uru.chatbot.db;

import org.jspecify.annotations.NullMarked;
