/** Files of what the caller owns. */
@NullMarked
package com.uru.chatbot.web.export;

import org.jspecify.annotations.NullMarked;
