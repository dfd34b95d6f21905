/** What all event streams have in common, whatever their events are about. */
@NullMarked
package com.uru.chatbot.web.stream;

import org.jspecify.annotations.NullMarked;
