package ai.preloop.policies.quorum;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.Stage;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One pool that must agree before the next is asked. */
record Step(String pool, int required, @Nullable Integer timeoutSeconds) {

  /** Stands for all of a pool. */
  static final int EVERYBODY = 0;

  static List<Step> of(ApprovalWorkflow workflow) {
    var quorum = workflow.quorum();
    return switch (quorum.type()) {
      case SIMPLE -> List.of(new Step(Pools.workflow(workflow), quorum.requiredApprovals(), null));
      case CONSENSUS -> List.of(new Step(Pools.workflow(workflow), EVERYBODY, null));
      case MULTI_STAGE ->
          IntStream.range(0, quorum.stages().size()).mapToObj(i -> stage(workflow, i)).toList();
    };
  }

  private static Step stage(ApprovalWorkflow workflow, int index) {
    Stage stage = workflow.quorum().stages().get(index);
    return new Step(
        Pools.stage(workflow, index), stage.requiredApprovals(), stage.timeoutSeconds());
  }

  /** When the step, asked since {@code start}, is over undecided. */
  Instant end(Instant start, Instant deadline) {
    if (timeoutSeconds == null) {
      return deadline;
    }
    Instant own = start.plusSeconds(timeoutSeconds);
    return own.isBefore(deadline) ? own : deadline;
  }
}
