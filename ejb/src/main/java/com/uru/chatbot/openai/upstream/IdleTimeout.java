package com.uru.chatbot.openai.upstream;

import java.time.Duration;

/**
 * The longest time that a call waits for bytes, or the time until which it has to be over. Used by
 * the thread that sends, the one that receives, and the one that checks.
 */
final class IdleTimeout {
  private volatile long timeoutNanos;

  /** Since when bytes are awaited, in {@link System#nanoTime()}; 0 while none are awaited. */
  private volatile long idleSince;

  /** Whether arriving bytes no longer restart the time. */
  private volatile boolean deadlineSet;

  /** Sets the longest time without bytes, from now on, in place of a deadline. */
  void set(Duration timeout) {
    deadlineSet = false;
    timeoutNanos = timeout.toNanos();
  }

  /** Sets a time after which the call has to be over, whether bytes arrive or not. */
  void setDeadline(Duration time) {
    set(time);
    deadlineSet = true;
    idleSince = now();
  }

  /** Notes that the first bytes are awaited from now on. */
  void start() {
    idleSince = now();
  }

  /** Notes that nothing is awaited any more. */
  void stop() {
    idleSince = 0;
  }

  /** Notes that more bytes are awaited from now on; changes nothing about a deadline. */
  void bytesAwaited() {
    if (!deadlineSet) {
      idleSince = now();
    }
  }

  /** Notes that bytes have arrived; changes nothing about a deadline. */
  void bytesArrived() {
    if (!deadlineSet) {
      idleSince = 0;
    }
  }

  /** Returns whether the time is over. */
  boolean isOver() {
    long since = idleSince;
    return since != 0 && System.nanoTime() - since > timeoutNanos;
  }

  private static long now() {
    return System.nanoTime() | 1;
  }
}
