package com.uru.chatbot.openai;

import com.uru.chatbot.openai.error.OpenAiResponseMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * OpenAI's plain JSON calls. Its address, timeouts and scope are configured under {@code
 * openai/mp-rest/}.
 */
@RegisterRestClient(configKey = "openai")
@RegisterProvider(OpenAiResponseMapper.class)
@FunctionalInterface
public interface OpenAiClient {
  /**
   * {@code GET /models}: the models that a key may use, as JSON.
   *
   * @param authorization {@code Bearer} and the key
   * @return the body; whoever called closes it
   * @throws com.uru.chatbot.shared.DomainException if OpenAI refuses
   * @throws java.io.UncheckedIOException if OpenAI fails
   */
  @GET
  @Path("models")
  @Produces(MediaType.APPLICATION_JSON)
  InputStream models(@HeaderParam(HttpHeaders.AUTHORIZATION) String authorization);
}
