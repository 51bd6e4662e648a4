package ai.preloop.activities.approvals;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.embedded.TestTemporal;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import com.google.protobuf.util.Durations;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.RemoveSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A namespace of a real server that was made without what approvals are started with. */
class RequiredAttributesTests {

  private static final String TARGET = TestTemporal.start().target();
  private static final int KEYWORDS = 10;

  private final String namespace = "bare-" + UUID.randomUUID();
  private final WorkflowClient client = ApprovalsHarness.client(TARGET, namespace);
  private final RequiredAttributes attributes = new RequiredAttributes(client);
  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final OperatorServiceStubs operator =
      OperatorServiceStubs.newServiceStubs(
          OperatorServiceStubsOptions.newBuilder()
              .setTarget(TARGET)
              .validateAndBuildWithDefaults());

  @BeforeEach
  void makeNamespace() {
    client
        .getWorkflowServiceStubs()
        .blockingStub()
        .registerNamespace(
            RegisterNamespaceRequest.newBuilder()
                .setNamespace(namespace)
                .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                .build());
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
        .until(() -> there().isEmpty());
  }

  @AfterEach
  void close() {
    operator.shutdownNow();
    client.getWorkflowServiceStubs().shutdownNow();
  }

  @Test
  void areAddedWhereTheyAreMissing() {
    attributes.ensure();

    assertThat(attributes.problem()).isEmpty();
    assertThat(there()).containsOnlyKeys(RequiredAttributes.NAMES);
    attributes.ensure();
    assertThat(attributes.problem()).isEmpty();
  }

  @Test
  void sayWhatToRunWhereTheyAreRefusedAndKeepCallsFromBeingHalfOpened() {
    occupy();

    attributes.ensure();

    assertThat(attributes.problem())
        .hasValueSatisfying(text ->
            assertThat(text)
                .endsWith(
                    "run: temporal operator search-attribute create --namespace "
                        + namespace
                        + " --name PreloopAccount --type Keyword --name PreloopTool --type Keyword"
                        + " --name PreloopStatus --type Keyword"));
    assertThatThrownBy(() -> harness.approvals(client, attributes).open(account.asked()))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE))
        .hasMessageContaining("Temporal lacks search attributes");
    assertThat(
            harness
                .bean(ApprovalReading.class)
                .list(account.id, ApprovalList.Part.first(10))
                .items())
        .isEmpty();
  }

  @Test
  void areEnoughOnceAnOperatorMadeRoom() {
    occupy();
    attributes.ensure();
    operator
        .blockingStub()
        .removeSearchAttributes(
            RemoveSearchAttributesRequest.newBuilder()
                .setNamespace(namespace)
                .addAllSearchAttributes(there().keySet())
                .build());

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          attributes.ensure();
          assertThat(attributes.problem()).isEmpty();
        });

    assertThat(there()).containsKeys(RequiredAttributes.NAMES.toArray(String[]::new));
  }

  @Test
  void areNotJudgedWhileTemporalDoesNotAnswer() {
    WorkflowClient nowhere = ApprovalsHarness.client("127.0.0.1:1", "default");
    var unknown = new RequiredAttributes(nowhere);

    assertThatThrownBy(unknown::ensure).isInstanceOf(StatusRuntimeException.class);

    assertThat(unknown.problem()).isEmpty();
    nowhere.getWorkflowServiceStubs().shutdownNow();
  }

  /** Every place for a keyword that a namespace of this server has. */
  private void occupy() {
    operator
        .blockingStub()
        .addSearchAttributes(
            AddSearchAttributesRequest.newBuilder()
                .setNamespace(namespace)
                .putAllSearchAttributes(
                    IntStream.range(0, KEYWORDS)
                        .mapToObj(number -> "Other" + number)
                        .collect(
                            toMap(
                                Function.identity(),
                                name -> IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)))
                .build());
    await().atMost(Duration.ofSeconds(30)).until(() -> there().size() == KEYWORDS);
  }

  private Map<String, IndexedValueType> there() {
    return operator
        .blockingStub()
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
        .getCustomAttributesMap();
  }
}
