package ai.preloop.activities.usage;

import ai.preloop.activities.batches.BatchWriter;
import ai.preloop.activities.batches.Intake;
import ai.preloop.activities.batches.Places;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.nodes.ThisNode;
import ai.preloop.activities.traces.Capture;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The way into the ledger of model calls, one for each node. A call takes a place before it is sent
 * and gives it back when its settlement is written, so that places run out, and calls are refused,
 * before anything is forgotten. It starts before whatever serves requests and stops, drained, after
 * it.
 */
public final class UsageLedger implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);

  private final UsageSettings settings;
  private final ThisNode node;
  private final InstantSource clock;
  private final Intake<Entry> intake = new Intake<>();
  private final Places places;
  private final Set<Entry> open = ConcurrentHashMap.newKeySet();
  private final UsageMetrics metrics;
  private final BatchWriter<Entry> writer;
  private volatile boolean ending;

  public UsageLedger(
      Database database,
      MeterRegistry meters,
      UsageSettings settings,
      ThisNode node,
      InstantSource clock) {
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    this.places = new Places(settings.places());
    this.metrics = new UsageMetrics(meters);
    metrics.watch("places", places::taken);
    metrics.watch("queue", intake::depth);
    metrics.watch("open", open::size);
    this.writer = new BatchWriter<>(new UsageTarget(new UsageTable(database), metrics), intake);
  }

  /** What of the words of calls is kept. */
  public Capture capture() {
    return settings.capture();
  }

  /** Takes the place of a call that is about to be sent, or refuses with {@code UNAVAILABLE}. */
  public Entry open(ModelCall call) {
    Entry entry = enter(call, settings.placeWait().toNanos());
    intake.put(entry);
    return entry;
  }

  /**
   * As {@link #open}, and waits until the row is committed; where that is not known in time the
   * call is refused with {@code UNAVAILABLE}, and must not be sent.
   */
  public Entry openCommitted(ModelCall call) {
    long deadline = System.nanoTime() + settings.commitWait().toNanos();
    Entry entry = enter(call, settings.commitWait().toNanos());
    intake.putUrgent(entry);
    boolean isCommitted = false;
    try {
      awaitCommit(entry, deadline - System.nanoTime());
      isCommitted = true;
      return entry;
    } finally {
      if (!isCommitted) {
        entry.close();
      }
    }
  }

  private void awaitCommit(Entry entry, long nanos) {
    try {
      entry.committed().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw refused("The ledger of model calls did not confirm the call in time").causedBy(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Entry enter(ModelCall call, long nanos) {
    Runnable release = takePlace(nanos);
    Opened opened = new Opened(call, node.id(), clock.instant());
    Entry entry = new Entry(opened, this::settling, left -> release.run());
    open.add(entry);
    if (ending) {
      entry.close();
      throw refused("This node is ending");
    }
    return entry;
  }

  private void settling(Entry entry) {
    open.remove(entry);
    intake.put(entry);
  }

  @Override
  public void start() {
    ending = false;
    writer.start();
  }

  @Override
  public void stop() {
    endCalls();
    writer.stop();
  }

  /** Calls have been waited for while requests were; what comes back now is about to end. */
  private void endCalls() {
    ending = true;
    try {
      places.awaitAll(settings.placeWait().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Entry> left = List.copyOf(open);
    if (!left.isEmpty()) {
      LOG.warn(
          "{} calls of models were under way at the end and are settled at their bound",
          left.size());
    }
    left.forEach(Entry::giveUp);
  }

  @Override
  public boolean isRunning() {
    return writer.isRunning();
  }

  /** Above the node's own word of life, beside the audit trail, below whatever serves. */
  @Override
  public int getPhase() {
    return 0;
  }

  private Runnable takePlace(long nanos) {
    try {
      return places
          .take(1, nanos)
          .orElseThrow(() ->
              refused(
                  "The ledger of model calls has no place left: it cannot be written, or too many"
                      + " calls are under way"));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ProblemException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return refused("The wait for the ledger of model calls was interrupted").causedBy(e);
  }

  private ProblemException refused(String because) {
    metrics.refused();
    return new ProblemException(
        ProblemType.UNAVAILABLE, because + ", so this call is refused; try again shortly.");
  }
}
