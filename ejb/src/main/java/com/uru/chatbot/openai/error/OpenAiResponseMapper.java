package com.uru.chatbot.openai.error;

import com.uru.chatbot.openai.upstream.ProviderFaultException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Turns every answer but 200 to the failure that it means; redirects are errors too. A failure of
 * the provider comes unchecked, as the REST client wraps checked exceptions.
 */
public class OpenAiResponseMapper implements ResponseExceptionMapper<RuntimeException> {
  @Override
  public boolean handles(int status, MultivaluedMap<String, Object> headers) {
    return status != 200;
  }

  @Override
  public RuntimeException toThrowable(Response response) {
    OpenAiError error =
        OpenAiErrors.read(
            response.getStatus(),
            name -> Optional.ofNullable(response.getHeaderString(name)),
            body(response));
    try {
      return OpenAiErrors.refusal(error);
    } catch (ProviderFaultException fault) {
      return new UncheckedIOException(fault);
    }
  }

  private static String body(Response response) {
    try (InputStream body = response.readEntity(InputStream.class)) {
      return OpenAiErrors.readBody(body);
    } catch (IOException e) {
      return "";
    }
  }
}
