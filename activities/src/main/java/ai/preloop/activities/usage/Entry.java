package ai.preloop.activities.usage;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.usage.Outcome.Cost;
import ai.preloop.activities.usage.Outcome.Served;
import ai.preloop.activities.usage.Outcome.Status;
import ai.preloop.activities.usage.Outcome.Timing;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of one call in the ledger, taken before the call is sent and settled once. */
public final class Entry implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Entry.class);

  private final Opened opened;
  private final Consumer<Entry> settling;
  private final Consumer<Entry> leaving;
  private final long begun = System.nanoTime();
  private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
  private final CompletableFuture<Boolean> committed = new CompletableFuture<>();

  /**
   * How far the row is known to be written, and how far it is by the batch that is being written.
   */
  private Progress kept = Progress.NOTHING;

  private Progress trying = Progress.NOTHING;
  private final CompletableFuture<Boolean> onRecord = new CompletableFuture<>();

  private enum Progress {
    NOTHING,
    OPEN,
    SETTLED
  }

  /** {@code settling} hands it to the writer, {@code leaving} gives back its place. */
  Entry(Opened opened, Consumer<Entry> settling, Consumer<Entry> leaving) {
    this.opened = opened;
    this.settling = settling;
    this.leaving = leaving;
  }

  public UUID id() {
    return opened.call().id();
  }

  /**
   * Says how the call ended; once, a later word goes to the log only. It waits for nothing, and the
   * database may be away.
   */
  public void settle(Outcome end) {
    if (!settleFirst(end)) {
      LOG.warn("The call {} was settled before and now ended {}", id(), end.status());
    }
  }

  /** An entry that was not settled is of a call that was never sent, and cost nothing. */
  @Override
  public void close() {
    settleFirst(ended(Status.FAILED, new Cost(0L, "none", false)));
  }

  /** What it used is not known; it may have cost the most that it could. */
  void giveUp() {
    Long bound = opened.call().bound();
    String source = bound == null ? "none" : "bound";
    settleFirst(ended(Status.PARTIAL, new Cost(bound, source, true)));
  }

  private Outcome ended(Status status, Cost cost) {
    Duration whole = Duration.ofNanos(System.nanoTime() - begun);
    return new Outcome(status, Served.NOBODY, Usage.NONE, cost, new Timing(null, whole));
  }

  private boolean settleFirst(Outcome end) {
    boolean isFirst = outcome.compareAndSet(null, end);
    if (isFirst) {
      settling.accept(this);
    }
    return isFirst;
  }

  /** Does this once its settlement is committed, by the thread that writes. */
  public void onRecord(Runnable then) {
    Future<?> _ = onRecord.thenRun(then);
  }

  Opened opened() {
    return opened;
  }

  /** Done when the row is committed. */
  CompletableFuture<Boolean> committed() {
    return committed;
  }

  /** What is to be written of it now, by the one thread that writes; nothing where all is. */
  Optional<UsageRow> toWrite() {
    Outcome end = outcome.get();
    trying = end == null ? Progress.OPEN : Progress.SETTLED;
    return trying == kept ? Optional.empty() : Optional.of(new UsageRow(opened, end));
  }

  /** What {@link #toWrite} said last is committed. */
  void written() {
    boolean isNewlySettled = trying == Progress.SETTLED && kept != Progress.SETTLED;
    kept = trying;
    committed.complete(true);
    if (isNewlySettled) {
      leaving.accept(this);
      onRecord.complete(true);
    }
  }
}
