package ai.preloop.activities.database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The database's clock, by which all nodes agree when a key or a token ends, however their own are
 * set: what the database said last, and what went by since. Until it said something, this
 * machine's.
 */
public final class DatabaseClock implements InstantSource {

  private final Database database;
  private final LongSupplier nanoTime;
  private volatile Reading last;

  public DatabaseClock(Database database, LongSupplier nanoTime) {
    this.database = database;
    this.nanoTime = nanoTime;
    this.last = new Reading(Instant.now(), nanoTime.getAsLong());
  }

  /** Asks the database. */
  public void read() {
    Instant now =
        database.asSystem(jdbc ->
            jdbc.sql("select clock_timestamp() as now")
                .query((row, number) -> Columns.instant(row, "now"))
                .single());
    last = new Reading(now, nanoTime.getAsLong());
  }

  @Override
  public Instant instant() {
    Reading known = last;
    return known.at().plus(Duration.ofNanos(nanoTime.getAsLong() - known.nanos()));
  }

  private record Reading(Instant at, long nanos) {}
}
