package com.uru.chatbot.usage;

import java.util.Locale;

/** A way to move many conversations at once. Each person does one of a kind at a time. */
public enum Transfer {
  /** Each holds a thread while it is read. */
  EXPORT(8),

  /** Each may have a file of the largest size on the disk, and a thread. */
  IMPORT(3);

  private final int maxOnNode;

  Transfer(int maxOnNode) {
    this.maxOnNode = maxOnNode;
  }

  /** Returns how many of this kind a node does at the same time, of all its users. */
  int maxOnNode() {
    return maxOnNode;
  }

  /** Returns the kind as a word, in the database and in refusals. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
