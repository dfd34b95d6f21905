/** What happens between nodes: notices through the database, and the drain before a node stops. */
@NullMarked
package com.uru.chatbot.generation.node;

import org.jspecify.annotations.NullMarked;
