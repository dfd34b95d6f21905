package com.uru.chatbot.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The API, version 1; resources and providers are found by their annotations. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Uru Chatbot",
            version = "1",
            description =
                "Conversations with OpenAI's models. Errors are RFC 9457 problems with a code."),
    security = @SecurityRequirement(name = "accessToken"))
@SecurityScheme(
    securitySchemeName = "accessToken",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description = "The access token of a Session, for ten minutes.")
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
