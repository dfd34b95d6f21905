/**
 * The transport to the provider: connections, timeouts, retries, circuit breaker and bulkhead.
 * Knows no API.
 */
@NullMarked
package com.uru.chatbot.openai.upstream;

import org.jspecify.annotations.NullMarked;
