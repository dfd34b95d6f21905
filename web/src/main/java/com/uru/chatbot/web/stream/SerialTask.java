package com.uru.chatbot.web.stream;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A task without a thread of its own that runs whenever it is woken. It never runs on two threads
 * at the same time, and it runs once more if it was woken while it ran. Between two runs it returns
 * its thread to the executor.
 */
public final class SerialTask {
  /** What a run asks for. */
  public enum Next {
    /** The next run comes when the task is woken. */
    WAIT,
    /** The next run comes as soon as the executor has a thread. */
    REPEAT,
    /** There is no next run. */
    END
  }

  private enum State {
    NEW,
    WAITING,
    /** The executor has the task, and no thread runs it yet. */
    SCHEDULED,
    RUNNING,
    RUNNING_AND_WOKEN,
    ENDED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
  private final Executor executor;
  private final Supplier<Next> run;

  /**
   * Creates a task that cannot be woken before it is started.
   *
   * @param run does one run; a run that throws an exception is the last one
   */
  public SerialTask(Executor executor, Supplier<Next> run) {
    this.executor = executor;
    this.run = run;
  }

  /** Schedules the first run. */
  public void start() {
    if (state.compareAndSet(State.NEW, State.SCHEDULED)) {
      executor.execute(this::runOnce);
    }
  }

  /** Schedules a run, unless one is scheduled already. Does nothing before the start. */
  public void wake() {
    State before = state.getAndUpdate(SerialTask::woken);
    if (before == State.WAITING) {
      executor.execute(this::runOnce);
    }
  }

  private static State woken(State current) {
    return switch (current) {
      case WAITING -> State.SCHEDULED;
      case RUNNING -> State.RUNNING_AND_WOKEN;
      default -> current;
    };
  }

  private void runOnce() {
    state.set(State.RUNNING);
    Next next = Next.END;
    try {
      next = run.get();
    } finally {
      finish(next);
    }
  }

  private void finish(Next next) {
    if (next == Next.END) {
      state.set(State.ENDED);
    } else if (next == Next.REPEAT || !state.compareAndSet(State.RUNNING, State.WAITING)) {
      state.set(State.SCHEDULED);
      executor.execute(this::runOnce);
    }
  }
}
