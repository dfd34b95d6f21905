package com.uru.chatbot.openai.call;

import com.uru.chatbot.openai.sse.ServerSentEvent;
import java.io.IOException;

/** Finds text, finish reason and usage in one answer of an API; used once. */
public interface AnswerParser {
  /**
   * Reads one event of a streamed answer, whose data is a JSON object unless its name is {@code
   * error}.
   *
   * @throws java.net.ProtocolException if the event is not one of this API
   * @throws com.uru.chatbot.shared.DomainException if it reports an error
   */
  void event(ServerSentEvent event) throws IOException;

  /** Reads the mark that ends a stream of Chat Completions, and of other APIs at some gateways. */
  void done();

  /**
   * Reads an answer that came as one JSON object.
   *
   * @throws java.net.ProtocolException if it is not an answer of this API
   * @throws com.uru.chatbot.shared.DomainException if it reports an error
   */
  void whole(String json) throws IOException;

  /** Passes on what was held back, because nothing more of the answer comes. */
  void end();
}
