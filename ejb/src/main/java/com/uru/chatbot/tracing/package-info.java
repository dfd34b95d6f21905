/** Spans of what the server does, sent to a collector where there is one (OpenTelemetry, OTLP). */
@NullMarked
package com.uru.chatbot.tracing;

import org.jspecify.annotations.NullMarked;
