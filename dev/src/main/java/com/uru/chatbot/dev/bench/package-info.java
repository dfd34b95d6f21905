/** What the benchmarks of {@code dev/bench} need of Java. */
@NullMarked
package com.uru.chatbot.dev.bench;

import org.jspecify.annotations.NullMarked;
