/**
 * Errors on the wire (RFC 9457): every exception, from wherever it comes, becomes one {@link
 * com.uru.chatbot.web.problem.Problem}. Code throws {@link com.uru.chatbot.shared.DomainException}
 * and never builds an error response itself.
 */
@NullMarked
package com.uru.chatbot.web.problem;

import org.jspecify.annotations.NullMarked;
