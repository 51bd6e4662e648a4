package ai.preloop.activities.batches;

import ai.preloop.activities.loops.EndOfProcess;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the intake holds, account by account, in batches, on one named thread. What cannot be
 * written is kept and tried again, so that the places run out before an entry is lost.
 */
public final class BatchWriter<T> {

  /** How many entries one statement writes at most. */
  public static final int BATCH = 500;

  /** Where batches go, and what it is called. */
  public interface Target<T> {

    String thread();

    /** As the beginning of a sentence. */
    String title();

    AccountId account(T entry);

    void write(AccountId account, List<T> batch);

    /** As {@link #write}, where an earlier try may have been committed. */
    void writeMissing(AccountId account, List<T> batch);

    /** The batch is committed. */
    void written(List<T> batch);

    /** A batch could not be written. */
    void failed();
  }

  private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);
  private static final Duration GATHER = Duration.ofMillis(20);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Target<T> target;
  private final Intake<T> intake;
  private final Map<AccountId, Backlog<T>> backlogs = new LinkedHashMap<>();
  private volatile boolean running;
  private @Nullable Thread thread;

  public BatchWriter(Target<T> target, Intake<T> intake) {
    this.target = target;
    this.intake = intake;
  }

  public void start() {
    running = true;
    Thread writer =
        Thread.ofPlatform()
            .name(target.thread())
            .daemon()
            .uncaughtExceptionHandler(new EndOfProcess())
            .unstarted(this::run);
    intake.readBy(writer);
    thread = writer;
    writer.start();
  }

  /** Writes what is left, for as long as a shutdown may take. */
  public void stop() {
    running = false;
    intake.hurry();
    try {
      if (thread != null && !thread.join(STOP)) {
        LOG.error("{} could not be written before the end; records are lost", target.title());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean isRunning() {
    return running;
  }

  private void run() {
    Duration backoff = GATHER;
    while (running || !backlogs.isEmpty() || intake.depth() > 0) {
      try {
        gather();
        writeAll();
        backoff = GATHER;
      } catch (Exception e) {
        target.failed();
        LOG.warn("{} cannot be written and is tried again: {}", target.title(), e.getMessage());
        pause(backoff);
        backoff = shorter(backoff.multipliedBy(2), LONGEST_BACKOFF);
      }
    }
  }

  /** As long as it runs: what comes in meanwhile is in a hurry and makes no database better. */
  private void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    do {
      LockSupport.parkNanos(left);
      left = end - System.nanoTime();
    } while (running && left > 0);
  }

  private void gather() {
    if (running && backlogs.isEmpty()) {
      intake.await(GATHER);
    }
    intake.drain(
        entry -> backlogs.computeIfAbsent(target.account(entry), a -> new Backlog<>()).add(entry));
  }

  /** One account that cannot be written does not hold up the others. */
  private void writeAll() {
    try {
      EachAlone.forEach(
          List.copyOf(backlogs.entrySet()), one -> write(one.getKey(), one.getValue()));
    } finally {
      backlogs.values().removeIf(Backlog::isEmpty);
    }
  }

  private void write(AccountId account, Backlog<T> backlog) {
    while (!backlog.isEmpty()) {
      List<T> batch = backlog.next(BATCH);
      boolean again = backlog.isUncertain();
      backlog.tried();
      if (again) {
        target.writeMissing(account, batch);
      } else {
        target.write(account, batch);
      }
      backlog.written(batch);
      target.written(batch);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
