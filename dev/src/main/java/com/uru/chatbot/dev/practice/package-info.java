/**
 * A faithful stand-in for OpenAI's {@code /v1/models} and {@code /v1/chat/completions}, with faults
 * chosen by the key. For tests, benchmarks and people who try Uru without an account.
 */
@NullMarked
package com.uru.chatbot.dev.practice;

import org.jspecify.annotations.NullMarked;
