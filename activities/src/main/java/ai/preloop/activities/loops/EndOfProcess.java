package ai.preloop.activities.loops;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process in order when a thread that it cannot do without dies of an error. Whoever
 * watches it starts it again; a part that is silently missing would be known by its harm only.
 */
public final class EndOfProcess implements Thread.UncaughtExceptionHandler {

  /** {@code EX_SOFTWARE} of sysexits.h. */
  static final int STATUS = 70;

  private static final Logger LOG = LoggerFactory.getLogger(EndOfProcess.class);

  @Override
  public void uncaughtException(Thread thread, Throwable error) {
    LOG.error(
        "{} has died, so this process ends and is to be started again", thread.getName(), error);
    // On a thread of its own: the end waits for the one that dies.
    Thread.ofPlatform().name("preloop-end").start(() -> System.exit(STATUS));
  }
}
