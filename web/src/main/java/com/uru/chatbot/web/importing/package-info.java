/** Conversations from files. */
@NullMarked
package com.uru.chatbot.web.importing;

import org.jspecify.annotations.NullMarked;
