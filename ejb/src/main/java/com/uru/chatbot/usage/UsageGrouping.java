package com.uru.chatbot.usage;

/** What the entries of a report tell apart. */
public enum UsageGrouping {
  DAY,
  MODEL,
  USER,
  DAY_AND_MODEL
}
