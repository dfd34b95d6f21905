/**
 * Conversations and their messages: a tree per conversation in which an edit or a second answer is
 * a new sibling, and nothing is ever overwritten. Knows nothing of how answers are generated.
 */
@NullMarked
package com.uru.chatbot.conversation;

import org.jspecify.annotations.NullMarked;
