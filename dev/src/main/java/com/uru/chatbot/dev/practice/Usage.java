package com.uru.chatbot.dev.practice;

/**
 * The tokens of one call, as they are billed.
 *
 * @param input tokens of the input, cached and written ones included
 * @param cached tokens of the input that were read from the cache
 * @param written tokens of the input that were written to the cache
 * @param output tokens of the output, those of reasoning included
 * @param reasoning tokens of reasoning
 */
record Usage(int input, int cached, int written, int output, int reasoning) {
  int total() {
    return input + output;
  }
}
