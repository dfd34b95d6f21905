/**
 * A stand-in for OpenAI's {@code /v1/models}, {@code /v1/chat/completions} and {@code
 * /v1/responses}, with faults that the key selects. For tests, benchmarks and people who try Uru
 * without an account.
 */
@NullMarked
package com.uru.chatbot.dev.practice;

import org.jspecify.annotations.NullMarked;
