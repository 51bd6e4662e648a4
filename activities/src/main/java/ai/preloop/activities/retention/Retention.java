package ai.preloop.activities.retention;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.loops.NamedLoop;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Clears away, once a day and in small batches, what is past its time. Any number of nodes may do
 * it: a batch is taken by one of them, and a day's work is bounded.
 */
final class Retention implements SmartLifecycle {

  private static final int BATCH = 1_000;
  private static final int BATCHES_A_DAY = 1_000;

  private final Database database;
  private final MeterRegistry meters;
  private final NamedLoop loop;

  Retention(Database database, MeterRegistry meters) {
    this.database = database;
    this.meters = meters;
    this.loop = new NamedLoop("preloop-retention", Duration.ofDays(1), this::clear);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  void clear() {
    for (Expired expired : Expired.values()) {
      int batches = 0;
      while (batch(expired) == BATCH && ++batches < BATCHES_A_DAY) {}
    }
  }

  private int batch(Expired expired) {
    int cleared = database.asSystem(jdbc -> isMine(jdbc) ? expired.clear(jdbc, BATCH) : 0);
    meters.counter("preloop.retention.cleared", "of", expired.word()).increment(cleared);
    return cleared;
  }

  private static boolean isMine(JdbcClient jdbc) {
    return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('preloop retention', 0))")
        .query(Boolean.class)
        .single();
  }
}
