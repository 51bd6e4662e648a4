package ai.preloop.activities.approvals;

import static java.util.stream.Collectors.joining;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search attributes that each approval's workflow is started with. A Temporal namespace that
 * has them not refuses every start, so they are looked for, and added where that is allowed.
 */
public final class RequiredAttributes {

  static final List<String> NAMES = List.of("PreloopAccount", "PreloopTool", "PreloopStatus");

  private static final Logger LOG = LoggerFactory.getLogger(RequiredAttributes.class);
  private static final int PATIENCE_SECONDS = 5;

  /** Not every Temporal lets its clients look; a start then says whether they are there. */
  private static final Set<Status.Code> CLOSED =
      Set.of(Status.Code.PERMISSION_DENIED, Status.Code.UNAUTHENTICATED, Status.Code.UNIMPLEMENTED);

  private final WorkflowClient client;
  private volatile @Nullable String problem;

  public RequiredAttributes(WorkflowClient client) {
    this.client = client;
  }

  /** What an operator has to do, when there is something. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** UNAVAILABLE when it is known that no workflow can be started. */
  void require() {
    if (problem != null) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "Nobody can be asked at the moment, so the call was not made: Temporal lacks search attributes that the operator of this server must add. What to run is shown at /health/ready.");
    }
  }

  /** Looks for them and adds what is missing; throws when Temporal does not answer. */
  public void ensure() {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder(client.getWorkflowServiceStubs().getOptions())
                .validateAndBuildWithDefaults());
    try {
      problem = problem(operator);
    } finally {
      operator.shutdownNow();
    }
  }

  private @Nullable String problem(OperatorServiceStubs operator) {
    List<String> missing;
    try {
      missing = missing(patient(operator));
    } catch (StatusRuntimeException e) {
      if (CLOSED.contains(e.getStatus().getCode())) {
        LOG.debug("Temporal does not show its search attributes", e);
        return null;
      }
      throw e;
    }
    return missing.isEmpty() ? null : added(patient(operator), missing);
  }

  private List<String> missing(OperatorServiceBlockingStub operator) {
    Set<String> there =
        operator
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace()).build())
            .getCustomAttributesMap()
            .keySet();
    return NAMES.stream().filter(name -> !there.contains(name)).toList();
  }

  private @Nullable String added(OperatorServiceBlockingStub operator, List<String> missing) {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace());
    missing.forEach(
        name -> request.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    try {
      operator.addSearchAttributes(request.build());
      LOG.info("Temporal was given the search attributes {}", missing);
      return null;
    } catch (StatusRuntimeException e) {
      return told(missing, e.getStatus());
    }
  }

  private String told(List<String> missing, Status refusal) {
    String command =
        missing.stream()
            .map(name -> " --name %s --type Keyword".formatted(name))
            .collect(
                joining(
                    "",
                    "temporal operator search-attribute create --namespace " + namespace(),
                    ""));
    String text =
        "Temporal lacks search attributes and did not let Preloop add them (%s), so nobody can be asked; run: %s"
            .formatted(refusal.getCode(), command);
    if (!text.equals(problem)) {
      LOG.error("{} ({})", text, refusal.getDescription());
    }
    return text;
  }

  private String namespace() {
    return client.getOptions().getNamespace();
  }

  private static OperatorServiceBlockingStub patient(OperatorServiceStubs operator) {
    return operator.blockingStub().withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
