package com.uru.chatbot.web.warmup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * As much of a provider as the questions of the warm-up need, on a port of the loopback device: it
 * answers each request through Responses or Chat Completions with the same few words. Not more than
 * one request comes over a connection, because each answer ends with the connection.
 */
final class StandInServer implements AutoCloseable {
  private static final String WORDS = "These words have no meaning. ";
  private static final int DELTAS = 20;

  private final ServerSocket socket;

  private StandInServer(ServerSocket socket) {
    this.socket = socket;
  }

  /** Starts one, whose threads come from the executor. */
  static StandInServer start(Executor executor) throws IOException {
    StandInServer server =
        new StandInServer(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    executor.execute(() -> server.accept(executor));
    return server;
  }

  /** Returns the base URL of its API. */
  URI baseUrl() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/v1");
  }

  private void accept(Executor executor) {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        executor.execute(() -> answer(connection));
      } catch (IOException e) {
        // It was closed, or a caller has gone.
      }
    }
  }

  private static void answer(Socket connection) {
    try (connection;
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        OutputStream response = connection.getOutputStream()) {
      String requestLine = request.readLine();
      if (requestLine != null) {
        skipHeadAndBody(request);
        response.write(
            (requestLine.contains("/responses") ? responses() : chatCompletions())
                .getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // The caller has gone.
    }
  }

  private static void skipHeadAndBody(BufferedReader request) throws IOException {
    int length = 0;
    for (String line = request.readLine();
        line != null && !line.isEmpty();
        line = request.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    // The questions are ASCII: as many characters as bytes.
    for (int i = 0; i < length && request.read() >= 0; i++) {}
  }

  private static String responses() {
    String delta =
        event(
            "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\""
                + WORDS
                + "\"}");
    return head()
        + delta.repeat(DELTAS)
        + event(
            """
            {"type":"response.completed","response":{"status":"completed",\
            "usage":{"input_tokens":9,"output_tokens":20,"total_tokens":29}}}""");
  }

  private static String chatCompletions() {
    String delta = event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + WORDS + "\"}}]}");
    return head()
        + delta.repeat(DELTAS)
        + event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}")
        + event("{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20}}")
        + event("[DONE]");
  }

  private static String head() {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  }

  private static String event(String data) {
    return "data: " + data + "\n\n";
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
