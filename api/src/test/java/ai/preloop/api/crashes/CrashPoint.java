package ai.preloop.api.crashes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds the next thread of this process that comes to the moment that was chosen. */
final class CrashPoint {

  private static final AtomicReference<@Nullable Moment> CHOSEN = new AtomicReference<>();
  private static volatile CountDownLatch killed = new CountDownLatch(1);

  private CrashPoint() {}

  static void hold(Moment moment) {
    CHOSEN.set(moment);
  }

  /** Lets everything go on that is held, if this process is alive. */
  static void letGo() {
    CHOSEN.set(null);
    CountDownLatch held = killed;
    killed = new CountDownLatch(1);
    held.countDown();
  }

  /** Called right before and right after each step. */
  static void pass(String step, boolean done) {
    Moment moment = CHOSEN.get();
    if (moment != null
        && moment.isHeld()
        && moment.isAt(step, done)
        && CHOSEN.compareAndSet(moment, null)) {
      CountDownLatch until = killed;
      tell(moment);
      awaitUninterruptibly(until);
    }
  }

  /** The file by which the test knows that a moment has come. */
  static Path sign(Path folder, Moment moment) {
    return folder.resolve(moment.name());
  }

  private static void tell(Moment moment) {
    try {
      Files.createFile(sign(Path.of(System.getProperty("crashes.signs")), moment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What waits here is given up by its caller sometimes, and dies at this moment all the same. */
  private static void awaitUninterruptibly(CountDownLatch until) {
    boolean interrupted = false;
    while (true) {
      try {
        until.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
