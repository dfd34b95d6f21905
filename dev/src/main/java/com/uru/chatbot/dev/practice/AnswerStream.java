package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeFault.DELTAS_BEFORE_BREAK;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import java.io.IOException;
import java.time.Duration;

/** Sends one answer at the pace, and with the break, that the fault of the key says. */
final class AnswerStream {
  private static final Duration FOREVER = Duration.ofMinutes(30);
  private static final Duration SLOW_FIRST_BYTE = Duration.ofSeconds(3);
  private static final Duration THINKING = Duration.ofMillis(600);
  private static final Duration SLOW_GAP = Duration.ofMillis(100);
  private static final Duration STEADY_GAP = Duration.ofMillis(50);

  private final Exchange exchange;
  private final PracticeConnection connection;
  private final PracticeFault fault;
  private final Duration gap;

  /**
   * Creates a stream.
   *
   * @param fault the fault of this answer, which is not that of the key for titles
   * @param gap the pause between two tokens, unless the fault has its own
   */
  AnswerStream(Exchange exchange, PracticeFault fault, Duration gap) {
    this.exchange = exchange;
    this.connection = exchange.connection();
    this.fault = fault;
    this.gap = paced(fault, gap);
  }

  private static Duration paced(PracticeFault fault, Duration gap) {
    return switch (fault) {
      case FAST, LONG_FAST -> Duration.ZERO;
      case SLOW -> SLOW_GAP;
      case LONG_STEADY -> STEADY_GAP;
      default -> gap;
    };
  }

  /** Sends the answer; the state tells how it ended. */
  State send(AnswerFormat format, AnswerPlan plan, boolean stream) throws IOException {
    if (fault == PracticeFault.SLOW_FIRST_BYTE) {
      connection.pause(SLOW_FIRST_BYTE);
    }
    if (!stream) {
      think(plan);
      return exchange.send(format.whole());
    }
    exchange.beginEvents();
    connection.chunk(format.opening());
    think(plan);
    for (String events : format.preamble()) {
      connection.pause(gap);
      connection.chunk(events);
    }
    int sent = 0;
    for (String token : plan.tokens()) {
      connection.pause(gap);
      if (sent == DELTAS_BEFORE_BREAK && breaks(format, token)) {
        return State.CUT;
      }
      connection.chunk(format.delta(token));
      exchange.entry().delta();
      sent++;
    }
    if (fault == PracticeFault.CUT_BEFORE_FINISH) {
      connection.end();
      return State.CUT;
    }
    connection.chunk(format.ending());
    connection.end();
    return State.FINISHED;
  }

  private void think(AnswerPlan plan) throws IOException {
    if (plan.reasons() && !gap.isZero()) {
      connection.pause(THINKING);
    }
  }

  /** Does what the fault says in the middle of a stream; returns whether the stream has ended. */
  private boolean breaks(AnswerFormat format, String token) throws IOException {
    switch (fault) {
      case STALL -> connection.pause(FOREVER);
      case CUT -> {
        connection.halfChunk(format.delta(token));
        connection.close();
      }
      case RESET -> connection.reset();
      case GARBAGE -> {
        connection.chunk(format.garbage());
        connection.end();
      }
      case IN_BAND_ERROR, FLAT_ERROR, POLICY, BIO_POLICY -> {
        connection.chunk(format.failure(fault));
        connection.end();
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
