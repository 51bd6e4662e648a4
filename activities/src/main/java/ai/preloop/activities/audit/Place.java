package ai.preloop.activities.audit;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place in the queue of the ledger's writer, taken before the call that it will record. */
public final class Place implements AutoCloseable {

  private final AtomicReference<@Nullable Consumer<AuditRecord>> free;
  private final Runnable release;

  Place(Consumer<AuditRecord> hand, Runnable release) {
    this.free = new AtomicReference<>(hand);
    this.release = release;
  }

  /** Hands the record over without waiting; once, and not after {@link #close}. */
  public void fill(AuditRecord record) {
    Consumer<AuditRecord> hand = free.getAndSet(null);
    if (hand == null) {
      throw new IllegalStateException("the place was filled or given back before");
    }
    hand.accept(record);
  }

  /** Gives an unfilled place back; a filled one stays as it is. */
  @Override
  public void close() {
    if (free.getAndSet(null) != null) {
      release.run();
    }
  }
}
