package com.uru.chatbot.openai.responses;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The calls of the Responses API that are answered with plain JSON. */
@Path("responses")
public interface ResponsesClient extends AutoCloseable {
  /**
   * Counts the tokens of an input without asking for an answer (OpenAI API reference, "Get input
   * token counts"). It costs nothing.
   *
   * @param question JSON with {@code model} and {@code input}, in UTF-8
   * @return JSON with {@code input_tokens}, in UTF-8
   * @throws jakarta.ws.rs.WebApplicationException if the provider refuses
   * @throws jakarta.ws.rs.ProcessingException if the connection fails or is aborted
   */
  @POST
  @Path("input_tokens")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  byte[] countInputTokens(byte[] question);

  @Override
  void close();
}
