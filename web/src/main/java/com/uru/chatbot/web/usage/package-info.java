/** Reports of what was used. */
@NullMarked
package com.uru.chatbot.web.usage;

import org.jspecify.annotations.NullMarked;
