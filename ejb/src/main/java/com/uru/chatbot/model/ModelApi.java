package com.uru.chatbot.model;

/** An API through which a provider serves a model. */
public enum ModelApi {
  /** {@code POST /responses}. */
  RESPONSES,

  /** {@code POST /chat/completions}. */
  CHAT
}
