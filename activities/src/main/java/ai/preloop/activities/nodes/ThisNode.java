package ai.preloop.activities.nodes;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.workflows.identity.Ids;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * This process among the nodes: it says every few seconds that it lives, from before anything else
 * works until everything else has drained. One that finds itself lost goes on under another id.
 */
public final class ThisNode implements SmartLifecycle {

  /** Starts before, and ends after, all that keeps rows in the name of this node. */
  static final int PHASE = -100;

  private static final Logger LOG = LoggerFactory.getLogger(ThisNode.class);

  private final Database database;
  private final Nodes nodes;
  private final NodeSettings settings;
  private final LongSupplier nanoTime;
  private final NamedLoop loop;
  private volatile Seen seen = Seen.never();

  /** Under which id the last word was written, if one was, and when the writing of it began. */
  private record Seen(UUID id, boolean isWritten, long begun) {

    static Seen never() {
      return new Seen(Ids.next(), false, 0);
    }
  }

  public ThisNode(Database database, Nodes nodes, NodeSettings settings, LongSupplier nanoTime) {
    this.database = database;
    this.nodes = nodes;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.loop = new NamedLoop("preloop-node", settings.beat(), settings.beat(), this::beat);
  }

  /** As rows name it; another one after this node was taken for lost. */
  public UUID id() {
    return seen.id();
  }

  /** Its id, while nobody can take it for lost; what others could take must not be drawn else. */
  public Optional<UUID> confirmed() {
    Seen now = seen;
    return isConfirmed(now) ? Optional.of(now.id()) : Optional.empty();
  }

  /** Whether nobody can take it for lost now. */
  public boolean isConfirmed() {
    return isConfirmed(seen);
  }

  private boolean isConfirmed(Seen now) {
    return now.isWritten() && nanoTime.getAsLong() - now.begun() < settings.confirmed().toNanos();
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
    Seen last = seen;
    seen = Seen.never();
    try {
      database.doAsSystem(jdbc -> nodes.remove(jdbc, last.id()));
    } catch (RuntimeException e) {
      LOG.warn("This node did not say that it ends, and is lost later: {}", e.getMessage());
    }
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  /** One word of life. An id whose first word may or may not have been written is used no more. */
  void beat() {
    long begun = nanoTime.getAsLong();
    Seen last = seen;
    if (last.isWritten() && database.asSystem(jdbc -> nodes.see(jdbc, last.id()))) {
      seen = new Seen(last.id(), true, begun);
      return;
    }
    if (last.isWritten()) {
      LOG.warn("This node was taken for lost and goes on under another id");
    }
    join(last.isWritten() ? Ids.next() : last.id(), begun);
  }

  private void join(UUID id, long begun) {
    try {
      database.doAsSystem(jdbc -> nodes.add(jdbc, id));
      seen = new Seen(id, true, begun);
    } catch (RuntimeException e) {
      seen = Seen.never();
      throw e;
    }
  }
}
