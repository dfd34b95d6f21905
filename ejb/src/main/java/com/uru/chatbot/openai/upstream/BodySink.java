package com.uru.chatbot.openai.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Accepts the parts of a body as they arrive. */
@FunctionalInterface
public interface BodySink {
  /**
   * Accepts a part, which is overwritten afterwards. Runs on a thread that other connections share,
   * so it must not block.
   *
   * @return false to stop reading
   * @throws IOException to stop reading with a failure
   */
  boolean accept(ByteBuffer part) throws IOException;
}
