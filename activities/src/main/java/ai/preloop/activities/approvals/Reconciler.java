package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalWorkflows.Start;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds rows that nobody drives and has their workflows started again, on one node at a time and
 * slowly enough that what is new is not delayed.
 */
public final class Reconciler implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  static final long LOCK = 0x7072656c6f6f70L;
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final int AT_ONCE = 60;

  private static final String FORGOTTEN =
      """
      select r.account_id, r.id,
        coalesce(r.driven_at, r.created_at) < clock_timestamp() - interval '2 minutes' as stuck
      from approval_requests r
      where (r.status = 'pending'
             or (r.status = 'approved' and r.server_id is not null
                 and r.execution_status in ('none', 'executing', 'outcome_unknown')))
        and r.created_at < clock_timestamp() - interval '5 seconds'
        and coalesce(r.driven_at, r.created_at) < clock_timestamp() - interval '5 seconds'
        and (r.workflow_store is distinct from ?
             or (r.status = 'pending' and r.deadline < clock_timestamp() - interval '2 seconds')
             or (coalesce(r.driven_at, r.created_at) < clock_timestamp() - interval '30 seconds'
                 and (r.cancel_requested_at is not null and r.status = 'pending'
                      or r.resolve_requested_at is not null
                      or r.status = 'approved' and r.execution_status in ('none', 'executing')
                      or r.status = 'pending' and exists (
                           select from approval_votes v
                           where v.approval_id = r.id
                             and v.cast_at > coalesce(r.driven_at, r.created_at)))))
      order by r.created_at limit ?
      """;

  private final Database database;
  private final ApprovalTable table;
  private final ApprovalWorkflows workflows;
  private final Set<ApprovalRef> deaf = new HashSet<>();
  private volatile boolean running;

  Reconciler(Database database, ApprovalTable table, ApprovalWorkflows workflows) {
    this.database = database;
    this.table = table;
    this.workflows = workflows;
  }

  @Override
  public void start() {
    running = true;
    Thread.ofPlatform().name("preloop-reconciler").daemon().start(this::loop);
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void loop() {
    while (running) {
      LockSupport.parkNanos(EVERY.toNanos());
      try {
        if (running) {
          reconcile();
        }
      } catch (Exception e) {
        LOG.warn("Approvals could not be reconciled: {}", e.getMessage());
      }
    }
  }

  /** One look; answers how many workflows were started again. */
  int reconcile() {
    String store = workflows.lookUpStore();
    return database.asSystem(jdbc -> {
      if (!isMine(jdbc)) {
        return 0;
      }
      List<Forgotten> forgotten = forgotten(jdbc, store);
      forgotten.forEach(this::attend);
      return forgotten.size();
    });
  }

  /** One row that cannot be read must not keep the others waiting. */
  private void attend(Forgotten forgotten) {
    try {
      startAgain(forgotten);
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be driven: {}", forgotten.ref().workflowId(), e.getMessage());
    }
    LockSupport.parkNanos(PACE.toNanos());
  }

  private void startAgain(Forgotten forgotten) {
    ApprovalRef ref = forgotten.ref();
    AccountId account = new AccountId(ref.accountId());
    ApprovalRow row = database.inAccount(account, jdbc -> table.find(jdbc, ref).orElseThrow());
    boolean impostor = deaf.remove(ref) && forgotten.stuck();
    if (row.isLive() && workflows.startAgain(row, running(impostor)) == Start.STARTED) {
      database.doInAccount(account, jdbc -> Starts.record(jdbc, ref, workflows.store()));
      if (workflows.wake(row)) {
        LOG.info("{} is driven again", ref.workflowId());
      } else {
        deaf.add(ref);
      }
    }
  }

  /** What has the row's name and does not listen is not its workflow, whoever started it. */
  private static WorkflowIdConflictPolicy running(boolean impostor) {
    return impostor
        ? WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING
        : WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING;
  }

  private static boolean isMine(JdbcClient jdbc) {
    return jdbc.sql("select pg_try_advisory_xact_lock(?)")
        .param(LOCK)
        .query(Boolean.class)
        .single();
  }

  private static List<Forgotten> forgotten(JdbcClient jdbc, String store) {
    return jdbc.sql(FORGOTTEN)
        .params(store, AT_ONCE)
        .query((row, number) ->
            new Forgotten(
                new ApprovalRef(Columns.uuid(row, "account_id"), Columns.uuid(row, "id")),
                row.getBoolean("stuck")))
        .list();
  }

  /** A row that nobody drives; {@code stuck} when that is so for long. */
  private record Forgotten(ApprovalRef ref, boolean stuck) {}
}
