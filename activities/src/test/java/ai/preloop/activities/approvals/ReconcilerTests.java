package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.Leadership;
import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ReconcilerTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Reconciler reconciler = harness.bean(Reconciler.class);

  /** What other tests have left would be due again in the middle of this one. */
  @BeforeEach
  void nothingElseIsForgotten() {
    DatabaseSettings settings = harness.bean(DatabaseSettings.class);
    JdbcClient.create(
            new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password()))
        .sql(
            """
            update approval_requests set status = 'cancelled', execution_status = 'none'
            where status = 'pending'
              or status = 'approved' and execution_status in ('none', 'executing', 'outcome_unknown')
            """)
        .update();
    reconciler.reconcile();
  }

  @Test
  void leavesAloneWhatIsDriven() {
    ApprovalRow row = account.openAndWaiting();
    old(row);

    assertThat(reconciler.reconcile()).isZero();
  }

  @Test
  void startsWhatAnotherTemporalStoreHad() {
    ApprovalRow row = account.openAndWaiting();
    harness.client.newUntypedWorkflowStub(row.ref().workflowId()).terminate("lost");
    account.sql(
        "update approval_requests set workflow_store = 'another' where id = ?",
        row.ref().approvalId());
    old(row);

    assertThat(reconciler.reconcile()).isOne();

    assertThat(account.now(row).workflowStore())
        .isEqualTo(harness.bean(ApprovalWorkflows.class).store());
    assertThat(reconciler.reconcile()).isZero();
  }

  @Test
  void aClockThatWasSetBackHidesNoRow() {
    ApprovalRow row = account.openAndWaiting();
    account.sql(
        """
        update approval_requests set workflow_store = null, tried_at = now() + interval '1 hour',
          created_at = now() + interval '1 hour', driven_at = now() + interval '1 hour'
        where id = ?
        """,
        row.ref().approvalId());

    assertThat(reconciler.reconcile()).isOne();
    assertThat(reconciler.reconcile()).isZero();
  }

  @Test
  void countsVotesThatNobodyCounted() {
    ApprovalRow row = account.openAndWaiting();
    harness
        .database()
        .doInAccount(
            account.id, jdbc -> Casting.cast(jdbc, account.now(row), account.ana, APPROVE));
    old(row);

    reconciler.reconcile();

    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(harness.target.sent(row.ref().approvalId())).isOne();
  }

  @Test
  void endsWhatIsOverdue() {
    ApprovalRow row = account.openAndWaiting();
    account.sql(
        "update approval_requests set deadline = clock_timestamp() - interval '3 s' where id = ?",
        row.ref().approvalId());
    old(row);

    reconciler.reconcile();

    assertThat(account.untilOver(row).status()).isEqualTo(ApprovalStatus.EXPIRED);
  }

  @Test
  void closesWhatWasToBeCancelled() {
    ApprovalRow row = account.openAndWaiting();
    harness
        .database()
        .doInAccount(account.id, jdbc -> Requests.cancel(jdbc, row.ref(), "ana", "no need"));
    old(row);

    reconciler.reconcile();

    assertThat(account.untilOver(row).status()).isEqualTo(ApprovalStatus.CANCELLED);
  }

  @Test
  void neverStartsWhatIsOver() {
    ApprovalRow row = account.openAndWaiting();
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), DECLINE);
    account.sql(
        "update approval_requests set workflow_store = 'another' where id = ?",
        row.ref().approvalId());
    old(row);

    assertThat(reconciler.reconcile()).isZero();
  }

  @Test
  void aRowThatCannotBeReadKeepsNoOtherWaiting() {
    ApprovalRow broken = account.openAndWaiting();
    account.sql(
        "update approval_requests set arguments = '\\x00', workflow_store = null where id = ?",
        broken.ref().approvalId());
    old(broken);
    ApprovalRow row = account.openAndWaiting();
    account.sql(
        "update approval_requests set workflow_store = null where id = ?", row.ref().approvalId());
    old(row);

    reconciler.reconcile();

    assertThat(account.now(row).workflowStore()).isNotNull();
    account.sql(
        "update approval_requests set status = 'cancelled' where id = ?",
        broken.ref().approvalId());
  }

  @Test
  void rowsThatCannotBeDrivenHoldUpNoneThatCan() {
    account.sql(
        """
        insert into approval_requests (
          id, account_id, status, server_name, server_url, tool_name, definition_hash,
          repeatable, arguments, digest, subject_type, subject_id, subject_name,
          correlation_id, policy_version, rules, workflows, created_at, deadline)
        select gen_random_uuid(), ?, 'pending', 'shop', 'http://shop', 'poison', '', false, '', '',
          'api_key', gen_random_uuid(), 'claude', gen_random_uuid(), 3, '[]', '[]',
          now() - interval '2 days', now() + interval '1 day'
        from generate_series(1, 61)
        """,
        account.id.value());
    ApprovalRow row = account.openAndWaiting();
    forget(row);
    try {
      assertThat(reconciler.reconcile()).isEqualTo(60);
      triedJustNow();
      // With these two come what other tests have left.
      assertThat(reconciler.reconcile()).as("the others had their turn").isBetween(2, 59);

      assertThat(account.now(row).workflowStore()).isNotNull();
      triedJustNow();
      assertThat(reconciler.reconcile()).as("each rests for a while").isZero();
    } finally {
      account.sql("update approval_requests set status = 'cancelled' where tool_name = 'poison'");
    }
  }

  @Test
  void triesLessOftenWhatCannotBeDrivenAndCountsIt() {
    ApprovalRow row = account.openAndWaiting();
    account.sql("update approval_requests set arguments = '\\x00' where id = ?", id(row));
    forget(row);
    try {
      assertThat(triesAfter("0 s")).isOne();
      assertThat(triesAfter("1 s")).isZero();
      assertThat(triesAfter("5.1 s")).isOne();
      assertThat(triesAfter("6 s")).isZero();
      assertThat(reconciler.undriven()).isZero();
      assertThat(triesAfter("10.1 s")).isOne();
      assertThat(reconciler.undriven()).isOne();
      account.sql("update approval_requests set tries = 100");
      assertThat(triesAfter("590 s")).isZero();
      assertThat(triesAfter("600.1 s")).isOne();
    } finally {
      account.sql("update approval_requests set status = 'cancelled' where id = ?", id(row));
    }
    reconciler.reconcile();
    assertThat(reconciler.undriven()).isZero();
  }

  @Test
  void saysOnceThatARowCannotBeDriven() {
    ApprovalRow row = account.openAndWaiting();
    account.sql("update approval_requests set arguments = '\\x00' where id = ?", id(row));
    forget(row);
    try (Logged logged = Logged.by(Reconciler.class)) {
      assertThat(triesAfter("0 s")).isOne();
      assertThat(triesAfter("10 s")).isOne();

      assertThat(logged.warnings())
          .singleElement(STRING)
          .contains(row.ref().workflowId() + " cannot be driven");
    } finally {
      account.sql("update approval_requests set status = 'cancelled' where id = ?", id(row));
    }
  }

  @Test
  void onlyOneNodeDoesIt() {
    ApprovalRow row = account.openAndWaiting();
    forget(row);
    try (Leadership another =
        new Leadership(harness.bean(DatabaseSettings.class), Reconciler.LOCK)) {
      reconciler.stop();
      // The server frees the lock when it sees that the session ended, which is a moment later.
      await().atMost(Duration.ofSeconds(10)).until(another::isMine);

      assertThat(reconciler.reconcile()).isZero();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> reconciler.reconcile() > 0 && account.now(row).workflowStore() != null);
  }

  @Test
  void holdsNoTransactionOpenWhileItLeads() {
    reconciler.reconcile();

    assertThat(leaders()).containsExactly("idle");
  }

  @Test
  void leadsAgainAfterItsSessionWasLost() {
    reconciler.reconcile();
    TestDatabase.asSuperuser(
        """
        select pg_terminate_backend(pid, 5000) from pg_locks
        where locktype = 'advisory' and classid = %d and objid = %d
        """
            .formatted(Reconciler.LOCK >>> 32, Reconciler.LOCK & 0xffffffffL));
    assertThat(leaders()).isEmpty();

    reconciler.reconcile();

    assertThat(leaders()).hasSize(1);
  }

  /** What the sessions do that hold the lock. */
  private List<String> leaders() {
    DatabaseSettings settings = harness.bean(DatabaseSettings.class);
    return JdbcClient.create(
            new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password()))
        .sql(
            """
            select a.state from pg_locks l join pg_stat_activity a using (pid)
            where l.locktype = 'advisory' and l.classid = ? and l.objid = ?
            """)
        .params(Reconciler.LOCK >>> 32, Reconciler.LOCK & 0xffffffffL)
        .query(String.class)
        .list();
  }

  /** How many are tried as long as this after they were tried before, if they were. */
  private int triesAfter(String rest) {
    triedBefore(rest);
    return reconciler.reconcile();
  }

  /** However long it took meanwhile. */
  private void triedJustNow() {
    triedBefore("0 s");
  }

  private void triedBefore(String rest) {
    account.sql(
        """
        update approval_requests
        set tried_at = clock_timestamp() - ?::interval, driven_at = driven_at - interval '1 h'
        where tried_at is not null
        """,
        rest);
  }

  private void forget(ApprovalRow row) {
    account.sql("update approval_requests set workflow_store = null where id = ?", id(row));
    old(row);
  }

  private static UUID id(ApprovalRow row) {
    return row.ref().approvalId();
  }

  private void old(ApprovalRow row) {
    account.sql(
        """
        update approval_requests
        set created_at = created_at - interval '1 h', driven_at = driven_at - interval '1 min'
        where id = ?
        """,
        row.ref().approvalId());
  }
}
