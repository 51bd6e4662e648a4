package ai.preloop.activities.audit;

import ai.preloop.activities.audit.Intake.Entry;
import ai.preloop.activities.loops.EndOfProcess;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what the intake holds, account by account, in batches. What cannot be written is kept and
 * tried again, so that the places run out before a record is lost.
 */
final class LedgerWriter {

  /** How many records one statement writes at most. */
  static final int BATCH = 500;

  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
  private static final Duration GATHER = Duration.ofMillis(20);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final Ledger ledger;
  private final Intake intake;
  private final AuditMetrics metrics;
  private final Map<AccountId, Backlog> backlogs = new LinkedHashMap<>();
  private volatile boolean running;
  private @Nullable Thread thread;

  LedgerWriter(Ledger ledger, Intake intake, AuditMetrics metrics) {
    this.ledger = ledger;
    this.intake = intake;
    this.metrics = metrics;
  }

  void start() {
    running = true;
    Thread writer =
        Thread.ofPlatform()
            .name("preloop-audit")
            .daemon()
            .uncaughtExceptionHandler(new EndOfProcess())
            .unstarted(this::run);
    intake.readBy(writer);
    thread = writer;
    writer.start();
  }

  /** Writes what is left, for as long as a shutdown may take. */
  void stop() {
    running = false;
    intake.hurry();
    try {
      if (thread != null && !thread.join(STOP)) {
        LOG.error("The audit trail could not be written before the end; records are lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isRunning() {
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
        metrics.failed();
        LOG.warn("The audit trail cannot be written and is tried again: {}", e.getMessage());
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
        entry -> backlogs.computeIfAbsent(entry.record().account(), a -> new Backlog()).add(entry));
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

  private void write(AccountId account, Backlog backlog) {
    while (!backlog.isEmpty()) {
      List<Entry> batch = backlog.next(BATCH);
      List<AuditRecord> records = batch.stream().map(Entry::record).toList();
      boolean again = backlog.isUncertain();
      backlog.tried();
      metrics.written(
          records.size(),
          () -> {
            if (again) {
              ledger.appendMissing(account, records);
            } else {
              ledger.append(account, records);
            }
          });
      backlog.written(batch);
      batch.forEach(this::settle);
    }
  }

  private void settle(Entry entry) {
    entry.release().run();
    CompletableFuture<Boolean> waiter = entry.committed();
    if (waiter != null) {
      waiter.complete(true);
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
