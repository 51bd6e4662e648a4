package ai.preloop.cli.terminal;

import java.time.Duration;

/** Lets time pass between two looks at something. */
@FunctionalInterface
public interface Pause {

  void of(Duration time) throws InterruptedException;
}
