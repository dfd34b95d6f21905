package com.uru.chatbot.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** The API, version 1; resources and providers are found by their annotations. */
@ApplicationPath("/api/v1")
@ApplicationScoped
public class UruApplication extends Application {
  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        // No second, machine-made description of the API beside OpenAPI.
        "jersey.config.server.wadl.disableWadl", true,
        // Errors keep the body that the exception mappers gave them.
        "jersey.config.server.response.setStatusOverSendError", true);
  }
}
