package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseConfiguration;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.MigratedDatabase;
import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.activities.notifications.Channel;
import ai.preloop.activities.notifications.Message;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.workflows.approvals.ApprovalNotices;
import ai.preloop.workflows.approvals.ApprovalWorkflow;
import ai.preloop.workflows.approvals.ApprovalWorkflowImpl;
import ai.preloop.workflows.approvals.ApprovedCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The approval engine as it is wired in the product, over a real PostgreSQL and a real Temporal dev
 * server, with workers for its three queues; only the upstream server and the channel are fakes.
 */
final class ApprovalsHarness {

  private static final RepeatWindows REPEATS =
      new RepeatWindows(Duration.ofMinutes(15), Duration.ofHours(24));

  /** How many bytes of large results may be in memory at once. */
  static final int ROOM = 1 << 20;

  static final WorkerOptions WORKER =
      WorkerOptions.newBuilder().setUsingVirtualThreads(true).build();

  final FakeTarget target = new FakeTarget();
  final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  final WorkflowClient client;
  private final AnnotationConfigApplicationContext context;

  /** One for a whole run: each test has an account of its own in it. */
  static ApprovalsHarness shared() {
    return Running.HARNESS;
  }

  private ApprovalsHarness() {
    client = client(TestTemporal.start().target(), "default");
    context = context();
    bean(Reconciler.class).stop();
    startWorkers();
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Database database() {
    return bean(Database.class);
  }

  /** An account with nothing in it but its people. */
  ApprovalsAccount account() {
    return new ApprovalsAccount(this);
  }

  /** An engine that reaches for its Temporal server somewhere else. */
  Approvals approvals(String temporal, String namespace) {
    WorkflowClient there = client(temporal, namespace);
    return approvals(there, new RequiredAttributes(there));
  }

  Approvals approvals(WorkflowClient there, RequiredAttributes attributes) {
    return approvals(database(), new ApprovalWorkflows(there, attributes));
  }

  /** An engine that opens requests in its own way of working with the database. */
  Approvals approvals(Database database) {
    return approvals(database, bean(ApprovalWorkflows.class));
  }

  private Approvals approvals(Database opening, ApprovalWorkflows workflows) {
    ApprovalTable table = bean(ApprovalTable.class);
    Openings openings =
        new Openings(
            opening, table, bean(SealedContent.class), workflows, new OpenLimit(50), REPEATS);
    return new Approvals(database(), table, openings, workflows);
  }

  /** What a bean of this name is, where there are several of its type. */
  <T> T bean(String name, Class<T> type) {
    return context.getBean(name, type);
  }

  static WorkflowClient client(String temporal, String namespace) {
    DataConverter converter =
        DefaultDataConverter.newDefaultInstance()
            .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter());
    return WorkflowClient.newInstance(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(temporal).build()),
        WorkflowClientOptions.newBuilder()
            .setNamespace(namespace)
            .setDataConverter(converter)
            .build());
  }

  private AnnotationConfigApplicationContext context() {
    TestDatabase fresh = MigratedDatabase.fresh();
    var settings = new DatabaseSettings(fresh.jdbcUrl(), fresh.user(), fresh.password(), 12, 4);
    var made = new AnnotationConfigApplicationContext();
    made.registerBean(DatabaseSettings.class, () -> settings);
    made.registerBean(RootKey.class, () -> RootKey.of("a secret key of a test, 32 characters"));
    made.registerBean(WorkflowClient.class, () -> client);
    made.registerBean(RepeatWindows.class, () -> REPEATS);
    made.registerBean(OpenLimit.class, () -> new OpenLimit(50));
    made.registerBean(ApprovedCallTarget.class, () -> target);
    made.registerBean(ResultRoom.class, () -> new ResultRoom(ROOM));
    made.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    made.registerBean(Channel.class, () -> new Recording(messages));
    made.registerBean(
        Addresses.class, () -> new Addresses(URI.create("https://preloop.test/"), null, "default"));
    made.register(DatabaseConfiguration.class, ApprovalConfiguration.class);
    made.refresh();
    return made;
  }

  private void startWorkers() {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client, WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true).build());
    Worker approvals = factory.newWorker(ApprovalWorkflow.TASK_QUEUE, WORKER);
    approvals.registerWorkflowImplementationTypes(ApprovalWorkflowImpl.class);
    approvals.registerActivitiesImplementations(
        bean(ApprovalRowsActivity.class), bean(ApprovalNoticesActivity.class));
    factory
        .newWorker(ApprovedCalls.TASK_QUEUE, WORKER)
        .registerActivitiesImplementations(bean(ApprovedCallsActivity.class));
    factory
        .newWorker(ApprovalNotices.TASK_QUEUE, WORKER)
        .registerActivitiesImplementations(bean(ApprovalNoticesActivity.class));
    factory.start();
  }

  private record Recording(Queue<Message> messages) implements Channel {

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public void send(Message message) {
      messages.add(message);
    }
  }

  private static final class Running {
    static final ApprovalsHarness HARNESS = new ApprovalsHarness();
  }
}
