package com.uru.chatbot.web.json;

import com.uru.chatbot.web.pages.ContentCoding;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * JSON of responses: a field without a value is there and {@code null}, as the contract says. A
 * body above 1 kB is compressed with gzip if the client accepts that.
 *
 * <p>The server's own writer would look for a configured {@code ContextResolver<Jsonb>} instead, in
 * a list that Payara 6.2025.10 fills without a lock at the first requests: two at once after a
 * start, and one of them fails with a {@code ConcurrentModificationException}.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class RecordWriter implements MessageBodyWriter<Record> {
  private static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig().withNullValues(true));

  /** In bytes; what fits into one packet anyway gains nothing. */
  private static final int COMPRESSED_ABOVE = 1_000;

  private static final Set<ContentCoding> CODINGS =
      Set.of(ContentCoding.GZIP, ContentCoding.IDENTITY);

  @Context
  @SuppressWarnings("NullAway.Init")
  private HttpHeaders request;

  /** The JSON of a body. */
  public static String toJson(Record body) {
    return JSONB.toJson(body);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return Record.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Record body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    byte[] json = JSONB.toJson(body, genericType).getBytes(StandardCharsets.UTF_8);
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (json.length > COMPRESSED_ABOVE && acceptsGzip()) {
      headers.putSingle(HttpHeaders.CONTENT_ENCODING, ContentCoding.GZIP.token());
      out.write(gzip(json));
    } else {
      out.write(json);
    }
  }

  private boolean acceptsGzip() {
    String accepted = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
    return ContentCoding.choose(accepted, CODINGS) == ContentCoding.GZIP;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return compressed.toByteArray();
  }
}
