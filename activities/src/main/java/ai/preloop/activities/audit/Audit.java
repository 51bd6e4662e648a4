package ai.preloop.activities.audit;

import ai.preloop.activities.batches.BatchWriter;
import ai.preloop.activities.batches.EachAlone;
import ai.preloop.activities.batches.Intake;
import ai.preloop.activities.batches.Places;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The way into the ledger, one for each node. A call takes a place before it is sent; what gates
 * something waits for its commit, in places of its own. When the database is away the places run
 * out and calls are refused. It starts before whatever serves requests and stops, drained, after
 * it.
 */
public final class Audit implements SmartLifecycle {

  private final AuditSettings settings;
  private final Intake<Handed> intake = new Intake<>();
  private final Places calls;
  private final Places gates;
  private final CallsUnderWay underWay = new CallsUnderWay();
  private final AuditMetrics metrics;
  private final BatchWriter<Handed> writer;
  private final Outbox outbox;
  private final NamedLoop carrying;
  private final NamedLoop partitioning;
  private volatile boolean ending;

  public Audit(Database database, MeterRegistry meters, AuditSettings settings) {
    this.settings = settings;
    this.calls = new Places(settings.calls());
    this.gates = new Places(settings.gates());
    this.metrics = new AuditMetrics(meters);
    metrics.watch("calls", calls::taken);
    metrics.watch("gates", gates::taken);
    Ledger ledger = new Ledger(database);
    this.writer = new BatchWriter<>(new LedgerTarget(ledger, metrics), intake);
    this.outbox = new Outbox(database);
    ApprovalEvents events = new ApprovalEvents(database);
    this.carrying =
        new NamedLoop(
            "preloop-audit-events",
            Duration.ofMillis(500),
            () ->
                EachAlone.forEach(List.<Runnable>of(outbox::carry, events::carry), Runnable::run));
    this.partitioning =
        new NamedLoop("preloop-audit-partitions", Duration.ofDays(1), ledger::ensurePartitions);
  }

  /**
   * Hands over what gates nothing and is not waited for, or refuses with {@code UNAVAILABLE} when
   * there is no place for it within the bound.
   */
  public void note(AuditRecord record) {
    Runnable release = takePlaces(calls, Handed.placesFor(record), settings.placeWait().toNanos());
    leave(record, release);
  }

  private void leave(AuditRecord record, Runnable release) {
    intake.put(new Handed(record, release, null));
  }

  /** Takes the place of a short record that is made later; refuses as {@link #note} does. */
  public Place reserve() {
    Runnable release = takePlaces(calls, 1, settings.placeWait().toNanos());
    return new Place(record -> leave(record, release), release);
  }

  /**
   * Takes the places of a call that is about to be sent, for what is said of it, with the outcome
   * {@code unknown}, when this node ends before the call does; refuses as {@link #note} does.
   */
  public Place reserve(AuditRecord draft) {
    Runnable release = takePlaces(calls, Handed.placesFor(draft), settings.placeWait().toNanos());
    Place place = underWay.enter(draft, record -> leave(record, release), release);
    if (ending) {
      place.close();
      throw refused("This node is ending");
    }
    return place;
  }

  /**
   * Records a change within the transaction of the change: it is in the ledger shortly after that
   * is committed, and only then.
   */
  public void change(AuditRecord record) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("A change is recorded within its transaction");
    }
    outbox.add(record);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            carrying.nudge();
          }
        });
  }

  /**
   * Waits until the record is committed, or throws {@code UNAVAILABLE} when that is not known
   * within the bound; the record may be written later all the same.
   */
  public void commit(AuditRecord record) {
    commit(record, gates);
  }

  /** The same for what is said of a call before it is sent; it takes a place of the calls'. */
  public void commitCall(AuditRecord record) {
    commit(record, calls);
  }

  private void commit(AuditRecord record, Places places) {
    long deadline = System.nanoTime() + settings.commitWait().toNanos();
    Runnable release =
        takePlaces(places, Handed.placesFor(record), settings.commitWait().toNanos());
    CompletableFuture<Boolean> committed = new CompletableFuture<>();
    intake.putUrgent(new Handed(record, release, committed));
    try {
      committed.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw refused("The audit trail did not confirm the record in time").causedBy(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Says that an approval has new events for the ledger; they are looked for anyway, but later. */
  public void approvalEventsChanged() {
    carrying.nudge();
  }

  @Override
  public void start() {
    ending = false;
    partitioning.start();
    writer.start();
    carrying.start();
  }

  @Override
  public void stop() {
    partitioning.stop();
    carrying.stop();
    endCalls();
    writer.stop();
  }

  /** Calls have been waited for while requests were; what comes back now is about to end. */
  private void endCalls() {
    ending = true;
    try {
      calls.awaitAll(settings.placeWait().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    underWay.giveUp();
  }

  @Override
  public boolean isRunning() {
    return writer.isRunning();
  }

  @Override
  public int getPhase() {
    return 0;
  }

  private Runnable takePlaces(Places places, int needed, long nanos) {
    try {
      return places
          .take(needed, nanos)
          .orElseThrow(() ->
              refused(
                  "The audit trail has no place left: it cannot be written, or too many calls are under"
                      + " way"));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ProblemException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return refused("The wait for the audit trail was interrupted").causedBy(e);
  }

  private ProblemException refused(String because) {
    metrics.refused();
    return new ProblemException(
        ProblemType.UNAVAILABLE, because + ", so this is refused; try again shortly.");
  }
}
