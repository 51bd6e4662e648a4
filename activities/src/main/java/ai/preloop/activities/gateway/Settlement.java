package ai.preloop.activities.gateway;

import ai.preloop.activities.budgets.Reservation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.traces.Tracing;
import ai.preloop.activities.usage.Entry;
import ai.preloop.activities.usage.ModelCall;
import ai.preloop.activities.usage.Outcome;
import ai.preloop.activities.usage.Outcome.Cost;
import ai.preloop.activities.usage.Outcome.Served;
import ai.preloop.activities.usage.Outcome.Status;
import ai.preloop.activities.usage.Outcome.Timing;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What a call holds until it has ended: its money and its place in the ledger; given up once. */
final class Settlement {

  private final ModelCall call;
  private final Reservation reservation;
  private final Entry entry;
  private final Tracing tracing;
  private final long begun;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile long firstByte;
  private volatile @Nullable String servedBy;

  Settlement(ModelCall call, Reservation reservation, Entry entry, Tracing tracing, long begun) {
    this.call = call;
    this.tracing = tracing;
    this.reservation = reservation;
    this.entry = entry;
    this.begun = begun;
  }

  UUID call() {
    return call.id();
  }

  /** What it counts as where nobody says what it cost; null where that may be estimated. */
  @Nullable Long most() {
    return reservation.leases().isEmpty() ? null : call.bound();
  }

  Reservation reservation() {
    return reservation;
  }

  /** The model of this alias was sent it. */
  void servedBy(String alias) {
    servedBy = alias;
  }

  Tracing tracing() {
    return tracing;
  }

  /** The first byte of the answer has come. */
  void answered() {
    if (firstByte == 0) {
      firstByte = System.nanoTime();
    }
  }

  /** The ledger is told first: money that is free again has its call settled. */
  void settle(Status status, Served served, Usage usage, Cost cost) {
    if (settled.compareAndSet(false, true)) {
      try {
        entry.settle(new Outcome(status, served, usage, cost, timing(), tracing.trace()));
      } finally {
        reservation.settle(cost.nanos() == null ? 0 : cost.nanos(), servedBy);
        entry.onRecord(reservation::forget);
      }
    }
  }

  private Timing timing() {
    return new Timing(first(), Duration.ofNanos(System.nanoTime() - begun));
  }

  private @Nullable Duration first() {
    return firstByte == 0 ? null : Duration.ofNanos(firstByte - begun);
  }
}
