/** What happens to every request before anything else looks at it; order in {@code web.xml}. */
@NullMarked
package com.uru.chatbot.web.request;

import org.jspecify.annotations.NullMarked;
