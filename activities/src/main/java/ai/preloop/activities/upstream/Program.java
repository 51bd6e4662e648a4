package ai.preloop.activities.upstream;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A program that runs for one conversation, whatever keeps it in. */
interface Program {

  OutputStream input();

  InputStream output();

  InputStream errors();

  boolean isAlive();

  /** Done when it has ended. */
  CompletableFuture<?> onExit();

  /** Gives it a moment to go by itself, now that its input ends, and then kills it. */
  void end();

  /** Waits until nothing is left of what was ended, at most so long. */
  void awaitEnd(Duration time);
}
