@NullMarked
package com.uru.chatbot.dev.documents;

import org.jspecify.annotations.NullMarked;
