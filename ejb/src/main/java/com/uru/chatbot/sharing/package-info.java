/**
 * Conversations that their owners show to others of the tenant: a branch up to a message, behind a
 * link that only signed-in people of the tenant can open.
 */
@NullMarked
package com.uru.chatbot.sharing;

import org.jspecify.annotations.NullMarked;
