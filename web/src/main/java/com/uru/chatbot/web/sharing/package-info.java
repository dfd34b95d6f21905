/** Shared conversations over HTTP: thin resources over {@code ShareService}. */
@NullMarked
package com.uru.chatbot.web.sharing;

import org.jspecify.annotations.NullMarked;
