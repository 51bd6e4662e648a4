package ai.preloop.policies.documents;

import ai.preloop.policies.syntax.Position;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An approval policy (a document calls it an approval workflow): who is asked, how many must agree,
 * and for how long. It is frozen into each request that it opens.
 */
public record ApprovalWorkflow(
    String name,
    Quorum quorum,
    Timing timing,
    People people,
    boolean requireReason,
    boolean asyncApproval,
    boolean agentSelectable,
    boolean isDefault,
    boolean allowSelfApproval,
    Retry retry,
    @Nullable AiReview aiReview,
    Map<String, Object> channelConfigs,
    Position position) {

  public ApprovalWorkflow {
    channelConfigs = Map.copyOf(channelConfigs);
  }

  /** The same without where it stands, for comparing what is said. */
  public ApprovalWorkflow unplaced() {
    return new ApprovalWorkflow(
        name,
        quorum,
        timing,
        people,
        requireReason,
        asyncApproval,
        agentSelectable,
        isDefault,
        allowSelfApproval,
        retry,
        aiReview,
        channelConfigs,
        Position.UNKNOWN);
  }

  /** How many approvals it needs, as far as its words say it: of a consensus, of those named. */
  public int approvals() {
    return switch (quorum.type()) {
      case SIMPLE -> quorum.requiredApprovals();
      case CONSENSUS -> Math.max(1, new HashSet<>(people.approverUsers()).size());
      case MULTI_STAGE -> quorum.stages().stream().mapToInt(Stage::requiredApprovals).sum();
    };
  }

  /** One pool and a quorum, stages in order, or everybody. */
  public enum Type {
    SIMPLE,
    MULTI_STAGE,
    CONSENSUS
  }

  /** When a decline closes the request. */
  public enum DeclineRule {
    ANY,
    UNREACHABLE
  }

  /** What the end of the time means; never an approval. */
  public enum OnTimeout {
    EXPIRE,
    DENY
  }

  /**
   * Whether an approved call whose outcome is unknown may be sent again; UNSET leaves it to trust.
   */
  public enum Retry {
    UNSET,
    NEVER,
    SAFE
  }

  /** How many must agree, and what a decline does. */
  public record Quorum(
      Type type,
      int requiredApprovals,
      DeclineRule declineRule,
      boolean distinctGroups,
      List<Stage> stages) {

    public Quorum {
      stages = List.copyOf(stages);
    }
  }

  /** One step of a {@code multi_stage} approval. */
  public record Stage(
      String name,
      int requiredApprovals,
      List<String> approverUsers,
      List<String> approverTeams,
      @Nullable Integer timeoutSeconds) {

    public Stage {
      approverUsers = List.copyOf(approverUsers);
      approverTeams = List.copyOf(approverTeams);
    }
  }

  /** Seconds: the whole life, and when to escalate; what the end means. */
  public record Timing(
      int timeoutSeconds,
      int escalateAfterSeconds,
      OnTimeout onTimeout,
      @Nullable String escalationWorkflow) {}

  /** Who is asked, and who is asked when they do not answer; nobody named means the owners. */
  public record People(
      List<String> approverUsers,
      List<String> approverTeams,
      List<String> escalationUsers,
      List<String> escalationTeams) {

    public static final People OWNERS = new People(List.of(), List.of(), List.of(), List.of());

    public People {
      approverUsers = List.copyOf(approverUsers);
      approverTeams = List.copyOf(approverTeams);
      escalationUsers = List.copyOf(escalationUsers);
      escalationTeams = List.copyOf(escalationTeams);
    }
  }

  /** A model that is asked before people are. */
  public record AiReview(
      String model,
      @Nullable String guidelines,
      Map<String, Object> context,
      double confidenceThreshold,
      boolean deniesInDoubt,
      boolean anyScope) {

    public AiReview {
      context = Map.copyOf(context);
    }
  }
}
