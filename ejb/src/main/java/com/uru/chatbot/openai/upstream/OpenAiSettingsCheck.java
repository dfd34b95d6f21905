package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.configuration.Findings;
import com.uru.chatbot.configuration.SettingValues;
import com.uru.chatbot.configuration.SettingsCheck;
import com.uru.chatbot.providerkey.AllowedHosts;
import com.uru.chatbot.shared.DomainException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Checks the settings of the way to the provider, and whether the provider answers. */
public final class OpenAiSettingsCheck implements SettingsCheck {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String BASE_URL = "URU_OPENAI_BASE_URL";

  @Override
  public void check(SettingValues values, Findings findings) {
    findings.attempt(() -> settings(values));
    findings.attempt(
        () ->
            new AllowedHosts(URI.create(values.require(BASE_URL)), values.get("URU_OPENAI_HOSTS")));
    findings.attempt(() -> proxy(values));
    if (values.get("URU_OPENAI_CA_FILE").isPresent()) {
      findings.attempt(() -> trust(values));
    }
    if (values.get("URU_OPENAI_HEADERS").isPresent()) {
      findings.attempt(() -> new UpstreamHeaders(values.get("URU_OPENAI_HEADERS")));
    }
    if (values.require(BASE_URL).startsWith("http:") && !isLoopback(values)) {
      findings.warning(BASE_URL + " is not https: keys travel unencrypted");
    }
  }

  @Override
  public void probe(SettingValues values, Findings findings) {
    UpstreamConnections connections =
        new UpstreamConnections(settings(values), proxy(values), trust(values));
    URI uri = settings(values).uri("/models");
    try (UpstreamConnection connection = connections.open()) {
      HttpResponse<?> response = connection.send(connections.probe(), TIMEOUT);
      findings.success("OpenAI: %s answers (%d)".formatted(uri, response.statusCode()));
    } catch (DomainException e) {
      findings.warning("OpenAI: " + e.detail() + " " + e.action());
    } catch (IOException e) {
      findings.warning(
          "OpenAI: %s cannot be reached (%s): check URU_OPENAI_BASE_URL, HTTPS_PROXY and"
                  .formatted(uri, e.getClass().getSimpleName())
              + " URU_OPENAI_CA_FILE");
    } finally {
      connections.close();
    }
  }

  private static boolean isLoopback(SettingValues values) {
    String host = String.valueOf(URI.create(values.require(BASE_URL)).getHost());
    return OpenAiSettings.LOOPBACK.contains(host);
  }

  private static OpenAiSettings settings(SettingValues values) {
    return new OpenAiSettings(
        URI.create(values.require(BASE_URL)),
        Duration.parse(values.require("URU_OPENAI_CONNECT_TIMEOUT")),
        Duration.parse(values.require("URU_OPENAI_FIRST_BYTE_TIMEOUT")),
        Duration.parse(values.require("URU_OPENAI_THINKING_TIMEOUT")),
        Duration.parse(values.require("URU_OPENAI_IDLE_TIMEOUT")));
  }

  private static OutboundProxy proxy(SettingValues values) {
    return new OutboundProxy(
        values.get("HTTPS_PROXY"), values.get("HTTP_PROXY"), values.get("NO_PROXY"));
  }

  private static UpstreamTrust trust(SettingValues values) {
    return new UpstreamTrust(values.get("URU_OPENAI_CA_FILE"));
  }
}
