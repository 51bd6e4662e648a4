package ai.preloop.workflows.approvals;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.UUID;

/** One approval of a test, in a time-skipping server with a row in memory. */
final class ApprovalRun implements AutoCloseable {

  static final ApprovalRef REF = new ApprovalRef(new UUID(0, 1), new UUID(0, 2));
  static final SearchAttributeKey<String> STATUS = SearchAttributeKey.forKeyword("PreloopStatus");

  final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options());
  final ApprovedCalls calls = mock(ApprovedCalls.class, withSettings().withoutAnnotations());
  final ApprovalNotices notices = mock(ApprovalNotices.class, withSettings().withoutAnnotations());
  final ApprovalNotices near = mock(ApprovalNotices.class, withSettings().withoutAnnotations());
  final ApprovalRef ref = REF;
  final FakeRow row;
  final ApprovalWorkflow workflow = stub();

  ApprovalRun(Duration life) {
    row = new FakeRow(life, environment::currentTimeMillis);
    doAnswer(call -> row.executed(ExecutionStatus.SUCCEEDED)).when(calls).execute(any());
    Worker worker = environment.newWorker(ApprovalWorkflow.TASK_QUEUE);
    worker.registerWorkflowImplementationTypes(ApprovalWorkflowImpl.class);
    worker.registerActivitiesImplementations(row, near);
    environment.newWorker(ApprovedCalls.TASK_QUEUE).registerActivitiesImplementations(calls);
    environment.newWorker(ApprovalNotices.TASK_QUEUE).registerActivitiesImplementations(notices);
    environment.start();
  }

  static TestEnvironmentOptions options() {
    return TestEnvironmentOptions.newBuilder()
        .setWorkflowClientOptions(
            WorkflowClientOptions.newBuilder()
                .setDataConverter(
                    DefaultDataConverter.newDefaultInstance()
                        .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter()))
                .build())
        .registerSearchAttribute(STATUS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
        .build();
  }

  void start() {
    WorkflowClient.start(workflow::run, ref);
  }

  /** Started, and come to where it waits: a query is answered after the first task only. */
  void startAndWait() {
    start();
    workflow.state();
  }

  ApprovalState result() {
    return WorkflowStub.fromTyped(workflow).getResult(ApprovalState.class);
  }

  DecideAnswer decideWithStart(UUID vote) {
    return WorkflowClient.executeUpdateWithStart(
        workflow::decide,
        vote,
        UpdateOptions.<DecideAnswer>newBuilder()
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build(),
        new WithStartWorkflowOperation<>(workflow::run, ref));
  }

  String status() {
    return environment
        .getWorkflowClient()
        .newUntypedWorkflowStub(ref.workflowId())
        .describe()
        .getTypedSearchAttributes()
        .get(STATUS);
  }

  String details() {
    return environment
        .getWorkflowClient()
        .newUntypedWorkflowStub(ref.workflowId())
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  WorkflowExecutionHistory history() {
    return environment.getWorkflowClient().fetchHistory(ref.workflowId());
  }

  @Override
  public void close() {
    environment.close();
  }

  private ApprovalWorkflow stub() {
    return environment
        .getWorkflowClient()
        .newWorkflowStub(
            ApprovalWorkflow.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(ref.workflowId())
                .setTaskQueue(ApprovalWorkflow.TASK_QUEUE)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder().set(STATUS, "pending").build())
                .build());
  }
}
