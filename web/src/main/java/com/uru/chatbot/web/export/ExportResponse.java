package com.uru.chatbot.web.export;

import com.uru.chatbot.export.ExportFile;
import com.uru.chatbot.export.ExportFormat;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.usage.TransferPermits.Permit;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.function.Supplier;

/** Exports as responses that a browser saves. */
final class ExportResponse {
  /** The words of {@link ExportFormat#wireName()}. */
  static final String FORMATS = "json|markdown|html|text";

  private ExportResponse() {}

  /**
   * Returns a response whose body is written while it is read. Once it has begun its status is
   * told, so a failure can only leave out the end of the file, by which clients know that it is
   * whole. A refusal of {@code begin} comes before that, and is answered as such.
   *
   * @param begin admits the writing
   */
  static Response of(ExportFile file, Supplier<Permit> begin) {
    StreamingOutput body =
        out -> {
          Permit permit = begin.get();
          try {
            write(file, out);
          } finally {
            permit.close();
          }
        };
    return Response.ok(body, file.mediaType())
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(file.name()))
        .build();
  }

  private static void write(ExportFile file, OutputStream out) throws IOException {
    try {
      file.content().writeTo(out);
    } catch (DomainException deletedMeanwhile) {
      throw new IOException("The export was broken off", deletedMeanwhile);
    }
  }

  /** Names the file twice, for clients that do not know RFC 6266 too. */
  static String disposition(String name) {
    String ascii = name.replaceAll("[^\\x20-\\x7e]", "_").replace("\"", "_").replace("\\", "_");
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\""
        + ascii
        + "\"; filename*=UTF-8''"
        + encoded.replace("*", "%2A");
  }

  /** Returns the format of a query parameter, which was validated. */
  static ExportFormat format(String word) {
    return ExportFormat.ofWireName(word)
        .orElseThrow(() -> new DomainException(ProblemCode.VALIDATION_FAILED));
  }

  /**
   * Returns the time zone of a query parameter.
   *
   * @throws DomainException {@code VALIDATION_FAILED} if it is none of the IANA database
   */
  static ZoneId timeZone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw new DomainException(ProblemCode.VALIDATION_FAILED, "timeZone names no time zone");
    }
  }
}
