/**
 * How many streams a node has at the same time, in all and for each user and tenant, and the
 * threads that serve them.
 */
@NullMarked
package com.uru.chatbot.generation.capacity;

import org.jspecify.annotations.NullMarked;
