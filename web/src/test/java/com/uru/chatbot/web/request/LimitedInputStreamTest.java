package com.uru.chatbot.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LimitedInputStreamTest {
  @Test
  void readsABodyOfExactlyTheLimit() throws IOException {
    assertThat(limited(10, 10).readAllBytes()).hasSize(10);
  }

  @Test
  void refusesOneByteMoreHoweverItIsRead() {
    assertThat(refusal(() -> limited(11, 10).readAllBytes()))
        .isEqualTo(ProblemCode.PAYLOAD_TOO_LARGE);
    assertThat(
            refusal(
                () -> {
                  ServletInputStream body = limited(11, 10);
                  while (body.read() >= 0) {}
                }))
        .isEqualTo(ProblemCode.PAYLOAD_TOO_LARGE);
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static ProblemCode refusal(Reading reading) {
    return catchThrowableOfType(DomainException.class, reading::run).code();
  }

  private static ServletInputStream limited(int size, int limit) {
    return new LimitedInputStream(new Body(new ByteArrayInputStream(new byte[size])), limit);
  }

  private static final class Body extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    Body(ByteArrayInputStream bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
