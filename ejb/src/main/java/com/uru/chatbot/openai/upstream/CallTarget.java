package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.model.ChatRequest;

/**
 * What a circuit breaker is for: the calls of one purpose to one model on one host.
 *
 * @param host host of the upstream, with its port unless it is the default one
 * @param model id of the model
 */
public record CallTarget(String host, String model, ChatRequest.Purpose purpose) {}
