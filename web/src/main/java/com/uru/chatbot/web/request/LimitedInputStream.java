package com.uru.chatbot.web.request;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A request body that refuses to be longer than it may; a chunked body does not say its length. */
final class LimitedInputStream extends ServletInputStream {
  private final ServletInputStream body;
  private final int limit;
  private int remaining;

  LimitedInputStream(ServletInputStream body, int limit) {
    this.body = body;
    this.limit = limit;
    this.remaining = limit;
  }

  @Override
  public int read() throws IOException {
    int value = body.read();
    if (value >= 0) {
      count(1);
    }
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = body.read(buffer, offset, length);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int bytes) {
    remaining -= bytes;
    if (remaining < 0) {
      throw BodyLimitFilter.tooLarge(limit);
    }
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  @Override
  public boolean isFinished() {
    return body.isFinished();
  }

  @Override
  public boolean isReady() {
    return body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }
}
