package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalWorkflows.Start;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.List;
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
  private static final long LOCK = 0x7072656c6f6f70L;
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final int AT_ONCE = 60;

  private static final String FORGOTTEN =
      """
      select r.account_id, r.id from approval_requests r
      where (r.status = 'pending'
             or (r.status = 'approved'
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
        reconcile();
      } catch (Exception e) {
        LOG.warn("Approvals could not be reconciled: {}", e.getMessage());
      }
    }
  }

  /** One look; answers how many workflows were started again. */
  int reconcile() {
    String store = workflows.store();
    return database.asSystem(jdbc -> {
      if (!isMine(jdbc)) {
        return 0;
      }
      List<ApprovalRef> forgotten = forgotten(jdbc, store);
      forgotten.forEach(this::startAgain);
      return forgotten.size();
    });
  }

  private void startAgain(ApprovalRef ref) {
    AccountId account = new AccountId(ref.accountId());
    ApprovalRow row = database.inAccount(account, jdbc -> table.find(jdbc, ref).orElseThrow());
    if (workflows.start(row) == Start.STARTED) {
      database.doInAccount(account, jdbc -> Starts.record(jdbc, ref, workflows));
      workflows.wake(row);
      LOG.info("{} is driven again", ref.workflowId());
    }
    LockSupport.parkNanos(PACE.toNanos());
  }

  private static boolean isMine(JdbcClient jdbc) {
    return jdbc.sql("select pg_try_advisory_xact_lock(?)")
        .param(LOCK)
        .query(Boolean.class)
        .single();
  }

  private static List<ApprovalRef> forgotten(JdbcClient jdbc, String store) {
    return jdbc.sql(FORGOTTEN)
        .params(store, AT_ONCE)
        .query((row, number) ->
            new ApprovalRef(Columns.uuid(row, "account_id"), Columns.uuid(row, "id")))
        .list();
  }
}
