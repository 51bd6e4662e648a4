package ai.preloop.activities.approvals;

import ai.preloop.workflows.approvals.ApprovalWorkflow;
import ai.preloop.workflows.approvals.DecideAnswer.Refusal;
import ai.preloop.workflows.approvals.ExecutionStatus;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WithStartWorkflowOperation;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateHandle;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and nudges the workflows of approvals. Whether a nudge worked, the row says. */
public final class ApprovalWorkflows {

  private static final Logger LOG = LoggerFactory.getLogger(ApprovalWorkflows.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final SearchAttributeKey<String> ACCOUNT =
      SearchAttributeKey.forKeyword("PreloopAccount");
  private static final SearchAttributeKey<String> TOOL =
      SearchAttributeKey.forKeyword("PreloopTool");
  private static final SearchAttributeKey<String> STATUS =
      SearchAttributeKey.forKeyword("PreloopStatus");

  /** Answers after which it is certain that nothing was started. */
  private static final Set<Status.Code> CERTAIN =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.UNIMPLEMENTED);

  private final WorkflowClient client;
  private final RequiredAttributes attributes;
  private final Executor nudges = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable String store;

  ApprovalWorkflows(WorkflowClient client, RequiredAttributes attributes) {
    this.client = client;
    this.attributes = attributes;
  }

  /** What Temporal knows of calls that were made. */
  Traces traces() {
    return new Traces(client);
  }

  /** UNAVAILABLE when it is known that Temporal would refuse every start. */
  void requireStartable() {
    attributes.require();
  }

  /** Whether a start is known to have happened, known not to, or neither. */
  enum Start {
    STARTED,
    NOT_STARTED,
    UNCERTAIN
  }

  /** Starts the workflow of a row; starting one that runs already is the same. */
  Start start(ApprovalRow row) {
    return start(row, options(row));
  }

  /**
   * Starts the workflow of a row that is not at its end, whatever Temporal says of an earlier one:
   * the row knows better.
   */
  Start startAgain(ApprovalRow row, WorkflowIdConflictPolicy running) {
    return start(
        row,
        options(row).toBuilder()
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
            .setWorkflowIdConflictPolicy(running)
            .build());
  }

  private Start start(ApprovalRow row, WorkflowOptions options) {
    ApprovalWorkflow stub = client.newWorkflowStub(ApprovalWorkflow.class, options);
    FutureTask<Start> call =
        task(() -> {
          WorkflowClient.start(stub::run, row.ref());
          store();
          return Start.STARTED;
        });
    try {
      return call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return afterFailure(row, e.getCause());
    } catch (TimeoutException e) {
      return Start.UNCERTAIN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Start.UNCERTAIN;
    } finally {
      call.cancel(true);
    }
  }

  /**
   * Tells the workflow of a vote that was committed, starting the workflow where it is not there;
   * false when it did not answer in time, or does not know the vote and so is not the row's.
   */
  boolean decide(ApprovalRow row, UUID vote) {
    return nudge(
            row,
            stub ->
                WorkflowClient.startUpdateWithStart(
                    stub::decide,
                    vote,
                    accepted(),
                    new WithStartWorkflowOperation<>(stub::run, row.ref())))
        .filter(answer -> answer.refusal() != Refusal.NO_SUCH_VOTE)
        .isPresent();
  }

  /** Tells the workflow that the row asks to be cancelled. */
  boolean cancel(ApprovalRow row) {
    return nudge(
            row,
            stub ->
                WorkflowClient.startUpdateWithStart(
                    stub::cancel,
                    accepted(),
                    new WithStartWorkflowOperation<>(stub::run, row.ref())))
        .isPresent();
  }

  /** Tells the workflow that a person resolved an unknown outcome. */
  boolean resolve(ApprovalRow row) {
    return nudge(
            row,
            stub ->
                WorkflowClient.startUpdateWithStart(
                    stub::resolve,
                    accepted(),
                    new WithStartWorkflowOperation<>(stub::run, row.ref())))
        .isPresent();
  }

  /** Has a running workflow look at its row again, for what it may not have been told. */
  boolean wake(ApprovalRow row) {
    return row.execution() == ExecutionStatus.OUTCOME_UNKNOWN ? resolve(row) : cancel(row);
  }

  /** The id of the Temporal namespace: another one has none of the workflows that this one had. */
  public String store() {
    String known = store;
    return known == null ? lookUpStore() : known;
  }

  /** As above, asked now: the server may have been given another store since. */
  String lookUpStore() {
    String found =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .describeNamespace(
                DescribeNamespaceRequest.newBuilder()
                    .setNamespace(client.getOptions().getNamespace())
                    .build())
            .getNamespaceInfo()
            .getId();
    store = found;
    return found;
  }

  private <T> Optional<T> nudge(
      ApprovalRow row, Function<ApprovalWorkflow, WorkflowUpdateHandle<T>> nudge) {
    FutureTask<T> call =
        task(() ->
            nudge
                .apply(client.newWorkflowStub(ApprovalWorkflow.class, options(row)))
                .getResultAsync(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .get());
    try {
      return Optional.of(call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "Temporal was not told about {}; the reconciler will: {}",
          row.ref().workflowId(),
          String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      call.cancel(true);
    }
  }

  private <T> FutureTask<T> task(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    nudges.execute(task);
    return task;
  }

  private static Start afterFailure(ApprovalRow row, @Nullable Throwable failure) {
    if (failure instanceof WorkflowExecutionAlreadyStarted) {
      return Start.STARTED;
    }
    LOG.warn("{} could not be started: {}", row.ref().workflowId(), String.valueOf(failure));
    boolean certain =
        failure instanceof WorkflowServiceException service
            && service.getCause() instanceof StatusRuntimeException status
            && CERTAIN.contains(status.getStatus().getCode());
    return certain ? Start.NOT_STARTED : Start.UNCERTAIN;
  }

  /** To wait for completion here is to poll for it without an end. */
  private static <R> UpdateOptions<R> accepted() {
    return UpdateOptions.<R>newBuilder().setWaitForStage(WorkflowUpdateStage.ACCEPTED).build();
  }

  private static WorkflowOptions options(ApprovalRow row) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(row.ref().workflowId())
        .setTaskQueue(ApprovalWorkflow.TASK_QUEUE)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setWorkflowIdReusePolicy(
            WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
        .setDisableEagerExecution(false)
        .setStaticSummary(Summaries.of(row))
        .setTypedSearchAttributes(
            SearchAttributes.newBuilder()
                .set(ACCOUNT, row.account().toString())
                .set(TOOL, Summaries.tool(row))
                .set(STATUS, row.status().column())
                .build())
        .build();
  }
}
