package com.uru.chatbot.generation.capacity;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to hold one stream on this node, from {@link StreamLimits#acquire} to its release. */
public final class StreamPermit {
  private final Runnable onRelease;
  private final AtomicBoolean released = new AtomicBoolean();

  StreamPermit(Runnable onRelease) {
    this.onRelease = onRelease;
  }

  /** Releases the permit when its stream has ended or was not begun; idempotent. */
  public void release() {
    if (released.compareAndSet(false, true)) {
      onRelease.run();
    }
  }
}
