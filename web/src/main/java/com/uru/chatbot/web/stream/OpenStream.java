package com.uru.chatbot.web.stream;

/** An event stream that is open. */
public interface OpenStream {
  /** Is called a few times a second: wakes the stream if it has to look or to write by now. */
  void wakeIfDue();

  /** Ends the stream because the session of its reader has ended. */
  void endOfSession();
}
