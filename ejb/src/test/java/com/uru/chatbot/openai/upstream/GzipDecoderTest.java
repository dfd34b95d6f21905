package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipDecoderTest {
  private static final int FLAGS = 3;
  private static final int FIXED_HEADER_BYTES = 10;

  private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
  private final GzipDecoder decoder = new GzipDecoder(this::take);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1 << 20})
  void decodesPartsOfAnySize(int size) throws IOException {
    String text = "Grüße, 日本 ".repeat(5_000);

    decode(gzip(text), size);

    assertThat(decoded()).isEqualTo(text);
  }

  @Test
  void givesWhatTheServerHasFlushedAtOnce() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, true)) {
      gzip.write('a');
      gzip.flush();
      decode(bytes.toByteArray(), 1 << 20);

      assertThat(decoded()).isEqualTo("a");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1 << 20})
  void decodesSeveralMembers(int size) throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.writeBytes(gzip("Hel"));
    members.writeBytes(gzip(""));
    members.writeBytes(gzip("lo"));

    decode(members.toByteArray(), size);

    assertThat(decoded()).isEqualTo("Hello");
  }

  @Test
  void skipsTheOptionalFieldsOfTheHeader() throws IOException {
    byte[] plain = gzip("Hello");
    plain[FLAGS] = 2 + 4 + 8 + 16;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, FIXED_HEADER_BYTES);
    bytes.writeBytes(new byte[] {3, 0, 'x', 0, 'y'});
    bytes.writeBytes("name\0comment\0".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {0, 1});
    bytes.write(plain, FIXED_HEADER_BYTES, plain.length - FIXED_HEADER_BYTES);

    decode(bytes.toByteArray(), 1);

    assertThat(decoded()).isEqualTo("Hello");
  }

  @Test
  void stopsWhenNothingMoreIsWanted() throws IOException {
    GzipDecoder once = new GzipDecoder(part -> false);

    assertThat(once.accept(ByteBuffer.wrap(gzip("a")))).isFalse();
  }

  @Test
  void refusesWhatIsNotGzip() {
    assertThatThrownBy(() -> decode("data: {}\n\ndata: [DONE]".getBytes(StandardCharsets.UTF_8), 4))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesDamagedData() throws IOException {
    byte[] damaged = gzip("Hello");
    damaged[FIXED_HEADER_BYTES] = (byte) 0xff;

    assertThatThrownBy(() -> decode(damaged, 100)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesAnEndlessHeader() throws IOException {
    byte[] endless = new byte[4096];
    System.arraycopy(gzip(""), 0, endless, 0, FIXED_HEADER_BYTES);
    endless[FLAGS] = 8;
    Arrays.fill(endless, FIXED_HEADER_BYTES, endless.length, (byte) 'x');

    assertThatThrownBy(() -> decode(endless, 100)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void refusesABodyThatDecodesToTooMuch() throws IOException {
    byte[] zeros = gzip("\0".repeat(1 << 20));
    GzipDecoder dropping = new GzipDecoder(part -> true);

    assertThatThrownBy(
            () -> {
              for (long mebibytes = 0;
                  mebibytes <= GzipDecoder.MAX_DECODED_BYTES >> 20;
                  mebibytes++) {
                dropping.accept(ByteBuffer.wrap(zeros));
              }
            })
        .isInstanceOf(ProtocolException.class);
  }

  private void decode(byte[] bytes, int size) throws IOException {
    for (int from = 0; from < bytes.length; from += size) {
      decoder.accept(ByteBuffer.wrap(bytes, from, Math.min(size, bytes.length - from)));
    }
  }

  private boolean take(ByteBuffer part) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    decoded.writeBytes(bytes);
    return true;
  }

  private String decoded() {
    return decoded.toString(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
