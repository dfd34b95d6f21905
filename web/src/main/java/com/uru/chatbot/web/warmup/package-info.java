/** Uses the server as a browser does before it says that it is ready. */
@NullMarked
package com.uru.chatbot.web.warmup;

import org.jspecify.annotations.NullMarked;
