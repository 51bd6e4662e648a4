package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.api.startup.PreloopProperties.WorkerProperties;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.RetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerLifecycleTests {

  private static final String STEADY = "preloop-lifecycle-tests-" + UUID.randomUUID();
  private static final String ENDING = STEADY + "-ending";
  private static final Duration HEARTBEAT = Duration.ofSeconds(4);

  private final DatabaseFixture database = DatabaseFixture.migrated();
  private final Revisions revisions =
      new Revisions(database.database(), List.of(), System::nanoTime);
  private final WorkflowServiceStubs temporal =
      WorkflowServiceStubs.newServiceStubs(
          WorkflowServiceStubsOptions.newBuilder()
              .setTarget(TestTemporal.start().target())
              .build());
  private final WorkflowClient client = WorkflowClient.newInstance(temporal);
  private final WorkerFactory steady = WorkerFactory.newInstance(client);
  private final WorkerFactory ending = WorkerFactory.newInstance(client);
  private final WorkerLifecycle workers =
      new WorkerLifecycle(ending, temporal, revisions, Duration.ofMinutes(2));
  private final Slow slow = new SlowCall();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  @AfterEach
  void close() {
    answered.countDown();
    workers.stop();
    steady.shutdownNow();
    temporal.shutdownNow();
    database.close();
  }

  @Test
  void startOnlyOnceTheSnapshotsAreConfirmed() {
    serve();
    workers.start();
    await().during(Duration.ofSeconds(1)).until(() -> !workers.isStarted());

    revisions.refresh();

    await().atMost(Duration.ofSeconds(20)).until(workers::isStarted);
  }

  @Test
  void waitForTheAnswerOfACallThatIsUnderWay() throws Exception {
    serve();
    startConfirmed();
    WorkflowStub run = run();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Void> end = CompletableFuture.runAsync(workers::stop);
    await()
        .during(HEARTBEAT.multipliedBy(3))
        .atMost(Duration.ofSeconds(30))
        .until(() -> !end.isDone());
    answered.countDown();

    end.get(30, TimeUnit.SECONDS);
    assertThat(run.getResult(String.class)).isEqualTo("the answer");
  }

  @Test
  void doAsMuchAtOnceAsIsSet() {
    WorkerOptions options =
        TemporalConfiguration.limited(new WorkerProperties(7, 5))
            .customize(WorkerOptions.newBuilder())
            .build();

    assertThat(options.getMaxConcurrentActivityExecutionSize()).isEqualTo(7);
    assertThat(options.getMaxConcurrentLocalActivityExecutionSize()).isEqualTo(5);
  }

  @Test
  void endAtOnceWhenNothingRuns() throws Exception {
    serve();
    startConfirmed();

    CompletableFuture.runAsync(workers::stop).get(60, TimeUnit.SECONDS);

    assertThat(ending.isTerminated()).isTrue();
  }

  @Test
  void doNotStartWhenTemporalAnswersAfterTheStop() throws Exception {
    serve();
    revisions.refresh();
    CountDownLatch asked = new CountDownLatch(1);
    WorkerLifecycle late =
        new WorkerLifecycle(ending, answeringLate(asked), revisions, Duration.ofMinutes(2));
    late.start();
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();

    late.stop();
    answered.countDown();

    await().during(Duration.ofSeconds(2)).until(() -> !ending.isStarted());
  }

  private WorkflowServiceStubs answeringLate(CountDownLatch asked) {
    return (WorkflowServiceStubs)
        Proxy.newProxyInstance(
            WorkflowServiceStubs.class.getClassLoader(),
            new Class<?>[] {WorkflowServiceStubs.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("healthCheck");
              asked.countDown();
              answered.await();
              return null;
            });
  }

  private void serve() {
    steady.newWorker(STEADY).registerWorkflowImplementationTypes(OneCallImpl.class);
    steady.start();
    WorkerOptions options =
        TemporalConfiguration.limited(new WorkerProperties(7, 5))
            .customize(
                WorkerOptions.newBuilder().setMaxHeartbeatThrottleInterval(Duration.ofMillis(500)))
            .build();
    ending.newWorker(ENDING, options).registerActivitiesImplementations(slow);
  }

  private void startConfirmed() {
    revisions.refresh();
    workers.start();
    await().atMost(Duration.ofSeconds(20)).until(workers::isStarted);
  }

  private WorkflowStub run() {
    OneCall call =
        client.newWorkflowStub(
            OneCall.class, WorkflowOptions.newBuilder().setTaskQueue(STEADY).build());
    WorkflowClient.start(call::run, ENDING);
    return WorkflowStub.fromTyped(call);
  }

  /** Answers when it is let, and says until then that it is alive. */
  private final class SlowCall implements Slow {

    @Override
    public String answer() {
      begun.countDown();
      try {
        while (!answered.await(200, TimeUnit.MILLISECONDS)) {
          Activity.getExecutionContext().heartbeat(null);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return "the answer";
    }
  }

  /** A call that takes its time. */
  @ActivityInterface
  public interface Slow {

    @ActivityMethod(name = "AnswerSlowly")
    String answer();
  }

  /** One call, made once. */
  @WorkflowInterface
  public interface OneCall {

    @WorkflowMethod
    String run(String queue);
  }

  /** Makes it on the queue whose worker ends. */
  public static final class OneCallImpl implements OneCall {

    @Override
    public String run(String queue) {
      return Workflow.newActivityStub(
              Slow.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(queue)
                  .setStartToCloseTimeout(Duration.ofMinutes(5))
                  .setHeartbeatTimeout(HEARTBEAT)
                  .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                  .build())
          .answer();
    }
  }
}
