package com.uru.chatbot.web.importing;

import com.uru.chatbot.importing.ImportItem;
import com.uru.chatbot.importing.ImportPlan;
import com.uru.chatbot.importing.ImportService;
import com.uru.chatbot.importing.ImportStatus;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Writes the answer to an import while it runs: one line for each item, so that a client can count
 * them as they come, and at the end how many there are of each status.
 */
final class ImportReportWriter implements ImportService.Report, AutoCloseable {
  private final Writer out;
  private final Map<ImportStatus, Integer> counts = new EnumMap<>(ImportStatus.class);
  private String separator = "\n";

  ImportReportWriter(OutputStream out) throws IOException {
    this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.out.write("{\"items\": [");
  }

  /** Flushes each item: a client that is gone is noticed by it. */
  @Override
  public void on(ImportItem item) throws IOException {
    write(item);
    out.flush();
  }

  /** Writes what an import would do. */
  void planned(ImportPlan plan) throws IOException {
    for (ImportItem item : plan.items()) {
      write(item);
    }
  }

  private void write(ImportItem item) throws IOException {
    counts.merge(item.status(), 1, Integer::sum);
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("source", item.source())
            .add("title", item.title())
            .add("messages", item.messages())
            .add("status", item.status().wireName());
    if (item.conversationId() != null) {
      json.add("conversationId", item.conversationId().toString());
    }
    if (item.problem() != null) {
      json.add("problem", item.problem());
    }
    out.write(separator);
    out.write(json.build().toString());
    separator = ",\n";
  }

  /** Writes the counts. Without them the answer was broken off. */
  void end() throws IOException {
    JsonObjectBuilder json = Json.createObjectBuilder();
    for (ImportStatus status : ImportStatus.values()) {
      json.add(status.wireName(), counts.getOrDefault(status, 0));
    }
    out.write("\n], \"counts\": " + json.build() + "}\n");
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
