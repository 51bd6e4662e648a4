package ai.preloop.activities.sessions;

import java.util.concurrent.atomic.AtomicReference;

/** How many calls a session has made: those that its row knows of, and this node's since then. */
public final class CallCount {

  private final AtomicReference<Count> count;

  /** {@code written} are those that its row knows of. */
  public CallCount(long written) {
    count = new AtomicReference<>(new Count(written, 0));
  }

  /** Counts one more, and says how many there were before it. */
  public long next() {
    Count before = count.getAndUpdate(known -> new Count(known.written, known.own + 1));
    return before.written + before.own;
  }

  /** How many there were. */
  public long soFar() {
    Count known = count.get();
    return known.written + known.own;
  }

  /** This node's calls that no row knows of yet. */
  long unwritten() {
    return count.get().own;
  }

  /** So many of this node's are in the row now, which knows of {@code all} with other nodes'. */
  void written(long own, long all) {
    count.updateAndGet(known -> new Count(all, known.own - own));
  }

  private record Count(long written, long own) {}
}
