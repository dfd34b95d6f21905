/**
 * What administrators do for the people of their tenant. Nothing here reads a conversation or a
 * message.
 */
@NullMarked
package com.uru.chatbot.administration;

import org.jspecify.annotations.NullMarked;
