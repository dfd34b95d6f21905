package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpHeaders;

/** What the server answered. */
record Answer(int status, HttpHeaders headers, String body) {
  JsonObject json() {
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject();
    }
  }

  /** The body without what differs in every problem: the id of the request. */
  String comparableBody() {
    return body.replaceFirst(",?\"requestId\":\"[^\"]*\"", "");
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** Fails with the whole answer when the status is another one. */
  Answer expect(int expected) {
    assertThat(status).as("status of %s", body).isEqualTo(expected);
    return this;
  }

  /** Fails unless this is a problem document with the code. */
  JsonObject expectProblem(int expectedStatus, String code) {
    expect(expectedStatus);
    assertThat(header("Content-Type")).startsWith("application/problem+json");
    JsonObject problem = json();
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInt("status")).isEqualTo(expectedStatus);
    assertThat(problem.getString("title")).isNotBlank();
    return problem;
  }
}
