/**
 * OpenAI behind the {@code ChatModel} port: the one package that knows its HTTP API, its errors and
 * its event stream (OpenAI API reference, Chat Completions and Models).
 */
@NullMarked
package com.uru.chatbot.openai;

import org.jspecify.annotations.NullMarked;
