package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.approvals.UncertainOpeningTests.Commits.Loss;
import ai.preloop.activities.database.Database;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The database is lost in the moment in which a request is committed. */
class UncertainOpeningTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Commits commits = new Commits(harness.bean("tenantPool", DataSource.class));
  private final Approvals approvals = harness.approvals(database());
  private final Asked call = account.asked();

  @Test
  void whatWasCommittedIsOpen() {
    commits.loss = Loss.OF_THE_ANSWER;

    ApprovalRow row = approvals.open(call);

    assertThat(account.now(row).workflowStore()).isNotNull();
    harness.bean(Decisions.class).vote(account.ana, row.ref().approvalId(), APPROVE);
    assertThat(account.untilOver(row).execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(all()).hasSize(1);
  }

  @Test
  void whoRepeatsACallGetsItsRequest() {
    ApprovalRow first = approvals.open(call);
    commits.loss = Loss.OF_THE_ANSWER;

    assertThat(approvals.open(call).ref()).isEqualTo(first.ref());
    assertThat(all()).hasSize(1);
  }

  @Test
  void whatWasNotCommittedIsNot() {
    commits.loss = Loss.OF_THE_COMMIT;

    assertThatThrownBy(() -> approvals.open(call))
        .isInstanceOfSatisfying(
            TransactionSystemException.class, e -> assertThat(Approvals.isUncertain(e)).isFalse());

    assertThat(all()).isEmpty();
  }

  @Test
  void whoCannotLookDoesNotSayThatNobodyWasAsked() {
    commits.loss = Loss.OF_THE_ANSWER_AND_ALL_AFTER_IT;

    assertThatThrownBy(() -> approvals.open(call))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE);
              assertThat(Approvals.isUncertain(e)).isTrue();
            })
        .hasMessageContaining("whether they are is not known");

    commits.loss = Loss.NONE;
    ApprovalRow again = approvals.open(call);
    assertThat(all()).extracting(each -> each.row().ref()).containsExactly(again.ref());
  }

  private List<ApprovalDetail> all() {
    return harness
        .bean(ApprovalReading.class)
        .list(account.id, ApprovalList.Part.first(10))
        .items();
  }

  private Database database() {
    DataSource pool = harness.bean("tenantPool", DataSource.class);
    TransactionTemplate transactions = new TransactionTemplate(commits);
    return new Database(pool, transactions, pool, transactions);
  }

  /** Commits whose connection breaks, once. */
  static final class Commits extends JdbcTransactionManager {

    Loss loss = Loss.NONE;
    private final DataSource pool;
    private boolean isAway;

    Commits(DataSource pool) {
      super(pool);
      this.pool = pool;
    }

    enum Loss {
      NONE,
      OF_THE_COMMIT,
      OF_THE_ANSWER,
      OF_THE_ANSWER_AND_ALL_AFTER_IT
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
      if (isAway && loss == Loss.OF_THE_ANSWER_AND_ALL_AFTER_IT) {
        throw new CannotCreateTransactionException("there is no database");
      }
      super.doBegin(transaction, definition);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
      if (loss == Loss.NONE || isAway) {
        super.doCommit(status);
        return;
      }
      isAway = true;
      if (loss == Loss.OF_THE_COMMIT) {
        rollBack();
      } else {
        super.doCommit(status);
      }
      throw new TransactionSystemException("the connection broke");
    }

    private void rollBack() {
      try {
        DataSourceUtils.getConnection(pool).rollback();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
