/** What stands in front of several servers. */
@NullMarked
package com.uru.chatbot.dev.proxy;

import org.jspecify.annotations.NullMarked;
