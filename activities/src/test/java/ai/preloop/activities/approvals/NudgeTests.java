package ai.preloop.activities.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.workflows.approvals.ApprovalStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NudgeTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void isGivenUpWholeWhenTemporalDoesNotAnswerInTime() throws Exception {
    ApprovalRow row = account.openAndWaiting();
    ApprovalWorkflows impatient =
        new ApprovalWorkflows(watched(), harness.bean(RequiredAttributes.class));

    try (Connection other = locking(row)) {
      assertThat(impatient.cancel(row)).isFalse();
      assertThat(ended.await(20, TimeUnit.SECONDS)).as("nothing goes on for it").isTrue();
      other.rollback();
    }
    assertThat(harness.bean(ApprovalWorkflows.class).cancel(row)).isTrue();
    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.PENDING);
  }

  /** As long as it is open, the workflow cannot read its row. */
  private Connection locking(ApprovalRow row) throws SQLException {
    DatabaseSettings settings = harness.bean(DatabaseSettings.class);
    Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local row_security = on");
      statement.execute("set local role preloop_app");
      statement.execute("select set_config('app.account', '%s', true)".formatted(account.id));
      statement.execute(
          "select 1 from approval_requests where id = '%s' for update"
              .formatted(row.ref().approvalId()));
    }
    return connection;
  }

  /** Says when the call to Temporal has come to its end, whichever. */
  private WorkflowClient watched() {
    return WorkflowClient.newInstance(
        harness.client.getWorkflowServiceStubs(),
        WorkflowClientOptions.newBuilder(harness.client.getOptions())
            .setInterceptors(
                new WorkflowClientInterceptorBase() {
                  @Override
                  public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(
                      WorkflowClientCallsInterceptor next) {
                    return new Watching(next);
                  }
                })
            .build());
  }

  private final class Watching extends WorkflowClientCallsInterceptorBase {

    private Watching(WorkflowClientCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> WorkflowUpdateWithStartOutput<R> updateWithStart(
        WorkflowUpdateWithStartInput<R> input) {
      try {
        return super.updateWithStart(input);
      } finally {
        ended.countDown();
      }
    }
  }
}
