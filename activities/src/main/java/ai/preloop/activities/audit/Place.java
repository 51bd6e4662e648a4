package ai.preloop.activities.audit;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in the queue of the ledger's writer, taken before the call that it will record. */
public final class Place implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Place.class);

  private final Consumer<AuditRecord> hand;
  private final Runnable release;
  private State state = State.FREE;

  private enum State {
    FREE,
    USED,
    GIVEN_UP
  }

  Place(Consumer<AuditRecord> hand, Runnable release) {
    this.hand = hand;
    this.release = release;
  }

  /**
   * Hands the record over without waiting; once, and not after {@link #close}. When the node ended
   * first, the ledger has its word already and the log is told.
   */
  public synchronized void fill(AuditRecord record) {
    switch (state) {
      case FREE -> leave(record, State.USED);
      case USED -> throw new IllegalStateException("the place was filled or given back before");
      case GIVEN_UP ->
          LOG.warn(
              "The call of record {}, recorded as unknown, ended with {}",
              record.id(),
              record.ending().outcome());
    }
  }

  /** Gives an unfilled place back; a filled one stays as it is. */
  @Override
  public synchronized void close() {
    if (state == State.FREE) {
      state = State.USED;
      release.run();
    }
  }

  /** Records a call whose end is not waited for any more. */
  synchronized void giveUp(AuditRecord draft) {
    if (state == State.FREE) {
      leave(draft.ended("unknown", null), State.GIVEN_UP);
    }
  }

  private void leave(AuditRecord record, State next) {
    state = next;
    hand.accept(record);
  }
}
