package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.support.GenericApplicationContext;

/** A clock that stands still until it is moved. */
final class MovableClock implements InstantSource {

  private final Instant start = Instant.now();
  private long nanos;

  void move(Duration by) {
    nanos += by.toNanos();
  }

  /** What went by, as {@link System#nanoTime} tells it. */
  long nanoTime() {
    return nanos;
  }

  /** Takes the place of the database's clock. */
  void replaceIn(GenericApplicationContext context) {
    context.registerBean(
        DatabaseClock.class,
        () -> new DatabaseClock(context.getBean(Database.class), this::nanoTime));
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos);
  }
}
