/** The description of the API that {@code /openapi} serves. */
@NullMarked
package com.uru.chatbot.web.openapi;

import org.jspecify.annotations.NullMarked;
