/**
 * Conversations as files: one writer per format, fed with one message after another, so that memory
 * does not grow with the conversation.
 */
@NullMarked
package com.uru.chatbot.export;

import org.jspecify.annotations.NullMarked;
