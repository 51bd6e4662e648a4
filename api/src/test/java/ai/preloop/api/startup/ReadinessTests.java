package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.approvals.RequiredAttributes;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.api.health.ReadinessPart;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** What {@code /health/ready} says of each part, over the parts themselves. */
class ReadinessTests {

  private final DatabaseFixture database = DatabaseFixture.migrated();
  private final AtomicLong clock = new AtomicLong();
  private final Revisions revisions = new Revisions(database.database(), List.of(), clock::get);
  private final AnnotationConfigApplicationContext below = new AnnotationConfigApplicationContext();
  private final AnnotationConfigWebApplicationContext web =
      new AnnotationConfigWebApplicationContext();
  private WorkflowServiceStubs temporal = stubs(TestTemporal.start().target());

  @BeforeEach
  void confirm() {
    revisions.refresh();
  }

  @AfterEach
  void stop() {
    bean(WorkerLifecycle.class).stop();
    web.close();
    below.close();
    temporal.shutdownNow();
    database.close();
  }

  @Test
  void isReadyWhenEachPartIs() {
    serve(revisions);
    start();

    MvcTestResult answer = ready();

    assertThat(answer).hasStatusOk();
    assertThat(answer)
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"status":"ready","parts":{"database":"ready","temporal":"ready","workers":"ready"},
             "problems":{}}
            """);
  }

  @Test
  void saysThatTheDatabaseIsAway() {
    serve(revisions);
    start();

    clock.addAndGet(Revisions.LIMIT.toNanos() + 1);

    assertNotReady("database", ready());
  }

  @Test
  void saysThatTemporalIsAway() {
    temporal.shutdownNow();
    temporal = stubs("127.0.0.1:1");
    serve(revisions);

    bean(TemporalWatch.class).ask();

    assertThat(ready()).hasStatus(503);
    assertThat(ready()).bodyJson().extractingPath("parts.temporal").isEqualTo("not_ready");
    assertThat(ready()).bodyJson().extractingPath("parts.database").isEqualTo("ready");
  }

  @Test
  void saysThatTheWorkersAreNotStarted() {
    serve(revisions);
    bean(TemporalWatch.class).ask();

    assertNotReady("workers", ready());
  }

  @Test
  void saysWhatIsToBeDoneWhereThatIsKnown() {
    below.registerBean("broken", ReadinessPart.class, Broken::new);
    serve(revisions);
    start();

    assertThat(ready()).hasStatus(503);
    assertThat(ready()).bodyJson().extractingPath("problems.broken").isEqualTo("run: mend it");
  }

  private static void assertNotReady(String part, MvcTestResult answer) {
    assertThat(answer).hasStatus(503);
    assertThat(answer).bodyJson().extractingPath("status").isEqualTo("not_ready");
    for (String each : List.of("database", "temporal", "workers")) {
      assertThat(answer)
          .bodyJson()
          .extractingPath("parts." + each)
          .isEqualTo(each.equals(part) ? "not_ready" : "ready");
    }
  }

  private void start() {
    bean(TemporalWatch.class).ask();
    WorkerLifecycle workers = bean(WorkerLifecycle.class);
    workers.start();
    await().atMost(Duration.ofSeconds(20)).until(workers::isStarted);
  }

  /** The parts do nothing by themselves here: a test says what happens. */
  private void serve(Revisions known) {
    WorkflowClient client = WorkflowClient.newInstance(temporal);
    RequiredAttributes attributes = new RequiredAttributes(client);
    WorkerFactory factory = WorkerFactory.newInstance(client);
    factory.newWorker("preloop-readiness-tests");
    web.setServletContext(new MockServletContext());
    below.registerBean(Revisions.class, () -> known);
    below.registerBean(RequiredAttributes.class, () -> attributes);
    below.registerBean("lifecycleProcessor", Idle.class, Idle::new);
    below.registerBean(TemporalWatch.class, () -> new TemporalWatch(temporal, attributes));
    below.registerBean(
        WorkerLifecycle.class,
        () -> new WorkerLifecycle(factory, temporal, known, Duration.ofSeconds(5)));
    below.register(ReadinessConfiguration.class);
    below.refresh();
    web.setParent(below);
    web.register(
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class);
    web.scan("ai.preloop.api.health");
    web.refresh();
  }

  private MvcTestResult ready() {
    return MockMvcTester.from(web).get().uri("/health/ready").exchange();
  }

  private <T> T bean(Class<T> type) {
    return below.getBean(type);
  }

  private static WorkflowServiceStubs stubs(String target) {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
  }

  /** Starts nothing. */
  private static final class Idle implements LifecycleProcessor {

    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }
  }

  /** A part that knows what to do about itself. */
  private static final class Broken implements ReadinessPart {

    @Override
    public String name() {
      return "broken";
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public Optional<String> problem() {
      return Optional.of("run: mend it");
    }
  }
}
