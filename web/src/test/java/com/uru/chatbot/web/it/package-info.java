/** The real archive in the real server; few classes, since each costs a start of it. */
@NullMarked
package com.uru.chatbot.web.it;

import org.jspecify.annotations.NullMarked;
