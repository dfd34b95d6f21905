/** The event stream of a user: what changes, and the text of all running answers. */
@NullMarked
package com.uru.chatbot.web.userevents;

import org.jspecify.annotations.NullMarked;
