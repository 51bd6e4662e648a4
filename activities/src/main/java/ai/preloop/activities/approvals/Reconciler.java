package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalWorkflows.Start;
import ai.preloop.activities.approvals.Traces.Trace;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Leadership;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ExecutionStatus;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Finds rows that nobody drives and has their workflows started again, on one node at a time and
 * slowly enough that what is new is not delayed. Each try is noted in its row before it is made:
 * the next one comes after the others had theirs, and later each time, so that rows that cannot be
 * driven hold up none that can.
 */
public final class Reconciler implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  static final long LOCK = 0x7072656c6f6f70L;
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final int AT_ONCE = 60;

  private final Database database;
  private final Leadership leadership;
  private final ApprovalTable table;
  private final ApprovalWorkflows workflows;
  private final NamedLoop loop;

  /** Kept for longer than any pause between two tries; what ended meanwhile is tried no more. */
  private final Set<ApprovalRef> deaf =
      Collections.newSetFromMap(
          Caffeine.newBuilder()
              .expireAfterWrite(Duration.ofHours(1))
              .<ApprovalRef, Boolean>build()
              .asMap());

  private volatile int undriven;

  Reconciler(
      Database database, Leadership leadership, ApprovalTable table, ApprovalWorkflows workflows) {
    this.database = database;
    this.leadership = leadership;
    this.table = table;
    this.workflows = workflows;
    this.loop = new NamedLoop("preloop-reconciler", EVERY, this::round);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
    leadership.close();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  /**
   * How many rows could not be driven though they were tried often; what the leading node knows.
   */
  int undriven() {
    return undriven;
  }

  private void round() {
    reconcile(loop::isRunning);
  }

  /** One look; answers how many workflows were to be started again. */
  int reconcile() {
    return reconcile(() -> true);
  }

  private int reconcile(BooleanSupplier goOn) {
    if (!leadership.isMine()) {
      undriven = 0;
      return 0;
    }
    String store = workflows.lookUpStore();
    List<Forgotten> forgotten = database.asSystem(jdbc -> Forgotten.take(jdbc, store, AT_ONCE));
    forgotten.stream().takeWhile(each -> goOn.getAsBoolean()).forEach(this::attend);
    undriven = database.asSystem(Forgotten::triedOften);
    return forgotten.size();
  }

  /** One row that cannot be read must not keep the others waiting. */
  private void attend(Forgotten forgotten) {
    try {
      startAgain(forgotten);
    } catch (RuntimeException e) {
      tell(forgotten, e);
    }
    LockSupport.parkNanos(PACE.toNanos());
  }

  /** Once for each row: it is tried again for as long as it lives, and the metric counts it. */
  private static void tell(Forgotten forgotten, RuntimeException failure) {
    String id = forgotten.ref().workflowId();
    if (forgotten.tries() == 1) {
      LOG.warn("{} cannot be driven: {}", id, failure.getMessage());
    } else {
      LOG.debug("{} cannot be driven at try {}", id, forgotten.tries(), failure);
    }
  }

  private void startAgain(Forgotten forgotten) {
    ApprovalRef ref = forgotten.ref();
    AccountId account = new AccountId(ref.accountId());
    ApprovalRow row = database.inAccount(account, jdbc -> table.find(jdbc, ref).orElseThrow());
    recallClaim(account, ref);
    // A workflow whose call is on its way may be busy; whoever ended it would doubt that call.
    boolean isCalling = row.execution() == ExecutionStatus.EXECUTING;
    boolean impostor = deaf.remove(ref) && forgotten.stuck() && !isCalling;
    if (row.isLive() && workflows.startAgain(row, running(impostor)) == Start.STARTED) {
      database.doInAccount(account, jdbc -> Starts.record(jdbc, ref, workflows.store()));
      if (workflows.wake(row)) {
        LOG.info("{} is driven again", ref.workflowId());
      } else {
        deaf.add(ref);
      }
    }
  }

  /** A workflow that ended while its row did not was driven by a database that knew more. */
  private void recallClaim(AccountId account, ApprovalRef ref) {
    List<Trace> traces = workflows.traces().ofEndedWorkflow(ref);
    if (!traces.isEmpty()) {
      database.doInAccount(
          account,
          jdbc -> table.lock(jdbc, ref).ifPresent(row -> LostClaims.recall(jdbc, row, traces)));
    }
  }

  /** What has the row's name and does not listen is not its workflow, whoever started it. */
  private static WorkflowIdConflictPolicy running(boolean impostor) {
    return impostor
        ? WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING
        : WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING;
  }
}
