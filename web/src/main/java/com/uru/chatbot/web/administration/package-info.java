/** What administrators do. */
@NullMarked
package com.uru.chatbot.web.administration;

import org.jspecify.annotations.NullMarked;
