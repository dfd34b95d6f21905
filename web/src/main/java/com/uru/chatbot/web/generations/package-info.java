/** Generations over HTTP: started, followed as server-sent events, stopped. */
@NullMarked
package com.uru.chatbot.web.generations;

import org.jspecify.annotations.NullMarked;
