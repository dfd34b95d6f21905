/** The built user interface and the API reference page, served from memory. */
@NullMarked
package com.uru.chatbot.web.pages;

import org.jspecify.annotations.NullMarked;
