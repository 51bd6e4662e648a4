package ai.preloop.api.startup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.BadSqlGrammarException;

/** What a history has of activities that fail, under workers as the product makes them. */
class ToldFailuresTests {

  private static final String QUEUE = "preloop-failures-tests-" + UUID.randomUUID();

  private final WorkflowServiceStubs temporal =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(TestTemporal.start().target())
              .build());
  private final WorkflowClient client = WorkflowClient.newInstance(temporal);
  private final WorkerFactory workers =
      WorkerFactory.newInstance(
          client,
          new TemporalConfiguration()
              .workerFactory()
              .customize(WorkerFactoryOptions.newBuilder())
              .build());
  private final AtomicInteger attempts = new AtomicInteger();

  @BeforeEach
  void serve() {
    Worker worker = workers.newWorker(QUEUE);
    worker.registerWorkflowImplementationTypes(TriesImpl.class);
    worker.registerActivitiesImplementations((Faulty) this::fail);
    workers.start();
  }

  @AfterEach
  void close() {
    workers.shutdownNow();
    temporal.shutdownNow();
  }

  @Test
  void sayTheirTypeAndAFixedSentenceAndNothingElse() {
    WorkflowStub run = run(1);

    assertThat(run.getResult(String.class))
        .isEqualTo(
            """
            database: The database did not do what was asked of it; the log of the node says more.
            unavailable: A part that is needed is not there now; the log of the node says more.
            internal: Something broke on our side; the log of the node says more.
            known: The agent may read this.
            database: The database did not do what was asked of it; the log of the node says more.
            unavailable: A part that is needed is not there now; the log of the node says more.
            internal: Something broke on our side; the log of the node says more.
            known: The agent may read this.
            """);
    assertThat(history(run))
        .doesNotContain("marker", "select secret", "BadSql", "SQLException", "IllegalState");
  }

  @Test
  void areTriedAgainAsBefore() {
    run(2).getResult(String.class);

    assertThat(attempts).hasValue(14);
  }

  private String fail(String how) {
    attempts.incrementAndGet();
    throw switch (how) {
      case "database" ->
          new BadSqlGrammarException(
              "a task", "select secret from marker", new SQLException("detail-marker"));
      case "unavailable" -> new ProblemException(ProblemType.UNAVAILABLE, "detail-marker");
      case "broken" -> new IllegalStateException("detail-marker", new SQLException("marker"));
      default -> ApplicationFailure.newNonRetryableFailure("The agent may read this.", "known");
    };
  }

  private WorkflowStub run(int attempts) {
    Tries tries =
        client.newWorkflowStub(
            Tries.class, WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build());
    WorkflowClient.start(tries::run, attempts);
    return WorkflowStub.fromTyped(tries);
  }

  private String history(WorkflowStub run) {
    return new String(
        client
            .fetchHistory(Objects.requireNonNull(run.getExecution()).getWorkflowId())
            .getHistory()
            .toByteArray(),
        ISO_8859_1);
  }

  /** Fails in the way it is told to. */
  @ActivityInterface
  public interface Faulty {

    @ActivityMethod(name = "FailSomehow")
    String fail(String how);
  }

  /** Tries what fails, and says what it heard. */
  @WorkflowInterface
  public interface Tries {

    @WorkflowMethod
    String run(int attempts);
  }

  /** Each way once as an activity and once as a local one. */
  public static final class TriesImpl implements Tries {

    @Override
    public String run(int attempts) {
      Duration limit = Duration.ofMinutes(1);
      RetryOptions retry = RetryOptions.newBuilder().setMaximumAttempts(attempts).build();
      Faulty regular =
          Workflow.newActivityStub(
              Faulty.class,
              ActivityOptions.newBuilder()
                  .setStartToCloseTimeout(limit)
                  .setRetryOptions(retry)
                  .build());
      Faulty local =
          Workflow.newLocalActivityStub(
              Faulty.class,
              LocalActivityOptions.newBuilder()
                  .setStartToCloseTimeout(limit)
                  .setRetryOptions(retry)
                  .build());
      return heard(regular) + heard(local);
    }

    private static String heard(Faulty faulty) {
      StringBuilder heard = new StringBuilder();
      for (String how : List.of("database", "unavailable", "broken", "known")) {
        try {
          faulty.fail(how);
        } catch (ActivityFailure e) {
          ApplicationFailure cause = (ApplicationFailure) Objects.requireNonNull(e.getCause());
          heard.append("%s: %s\n".formatted(cause.getType(), cause.getOriginalMessage()));
        }
      }
      return heard.toString();
    }
  }
}
