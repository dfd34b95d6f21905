package com.uru.chatbot.openai.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes a body in gzip (RFC 1952) as it arrives; it may consist of several members. The decoded
 * size is bounded, because a small body can decode to any size. The memory of the inflater is
 * released when the decoder becomes unreachable: gzip that nobody asked for is rare.
 */
final class GzipDecoder implements BodySink {
  static final long MAX_DECODED_BYTES = 256L << 20;

  private static final int BUFFER_BYTES = 8 << 10;
  private static final int FIXED_HEADER_BYTES = 10;
  private static final int MAX_HEADER_BYTES = 1 << 10;
  private static final int TRAILER_BYTES = 8;

  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final BodySink decoded;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private boolean inHeader = true;
  private int trailerBytesLeft;
  private long decodedBytes;

  GzipDecoder(BodySink decoded) {
    this.decoded = decoded;
  }

  /**
   * Decodes a part.
   *
   * @throws ProtocolException if this is not gzip, or if it decodes to too much
   */
  @Override
  public boolean accept(ByteBuffer part) throws IOException {
    boolean more = true;
    while (more && part.hasRemaining()) {
      if (trailerBytesLeft > 0) {
        part.get();
        trailerBytesLeft--;
      } else if (inHeader) {
        readHeader(part.get());
      } else {
        more = inflate(part);
      }
    }
    return more;
  }

  private void readHeader(byte next) throws ProtocolException {
    header.write(next);
    byte[] bytes = header.toByteArray();
    if (bytes.length > MAX_HEADER_BYTES) {
      throw notGzip();
    }
    if (bytes.length >= FIXED_HEADER_BYTES && isComplete(bytes)) {
      inHeader = false;
      header.reset();
      inflater.reset();
    }
  }

  private static boolean isComplete(byte[] header) throws ProtocolException {
    if ((header[0] & 0xff) != 0x1f || (header[1] & 0xff) != 0x8b || header[2] != 8) {
      throw notGzip();
    }
    int flags = header[3];
    int end = FIXED_HEADER_BYTES;
    if ((flags & EXTRA) != 0) {
      end = endOfExtra(header, end);
    }
    if ((flags & NAME) != 0) {
      end = endOfText(header, end);
    }
    if ((flags & COMMENT) != 0) {
      end = endOfText(header, end);
    }
    return header.length == ((flags & HEADER_CRC) == 0 ? end : end + 2);
  }

  /** Returns the end of the field, or more than the header has if the field is not complete. */
  private static int endOfExtra(byte[] header, int start) {
    return header.length < start + 2
        ? header.length + 1
        : start + 2 + (header[start] & 0xff) + ((header[start + 1] & 0xff) << 8);
  }

  /** Returns the end of the text with its zero, or more than the header has if there is none. */
  private static int endOfText(byte[] header, int start) {
    int end = start;
    while (end < header.length && header[end] != 0) {
      end++;
    }
    return end + 1;
  }

  private boolean inflate(ByteBuffer part) throws IOException {
    inflater.setInput(part);
    int length;
    while ((length = inflateToBuffer()) > 0) {
      decodedBytes += length;
      if (decodedBytes > MAX_DECODED_BYTES) {
        throw new ProtocolException("The provider sent a body that decodes to too much");
      }
      if (!decoded.accept(ByteBuffer.wrap(buffer, 0, length))) {
        return false;
      }
    }
    if (inflater.finished()) {
      inHeader = true;
      trailerBytesLeft = TRAILER_BYTES;
    } else if (part.hasRemaining()) {
      throw notGzip();
    }
    return true;
  }

  private int inflateToBuffer() throws ProtocolException {
    try {
      return inflater.inflate(buffer);
    } catch (DataFormatException e) {
      throw notGzip();
    }
  }

  private static ProtocolException notGzip() {
    return new ProtocolException("The provider sent something that is not gzip");
  }
}
