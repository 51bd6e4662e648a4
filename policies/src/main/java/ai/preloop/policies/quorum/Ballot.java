package ai.preloop.policies.quorum;

import ai.preloop.policies.documents.ApprovalWorkflow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that an approval request is decided by. Each of the frozen {@code workflows} must approve.
 *
 * <p>{@code electorate} has the {@link Pools} of everybody who could vote when the request was
 * opened, by voter id: a {@code consensus} needs all of its pool, and {@code decline_rule:
 * unreachable} asks who is left. Those who can only be escalated to belong to it, but in a
 * consensus. {@code votes} are in the order they were cast, which matters at the same instant only.
 */
public record Ballot(
    List<ApprovalWorkflow> workflows,
    Map<String, Set<String>> electorate,
    Instant openedAt,
    Instant deadline,
    List<Vote> votes,
    @Nullable Cancellation cancellation) {

  public Ballot {
    if (workflows.isEmpty()) {
      throw new IllegalArgumentException("A ballot needs at least one approval workflow");
    }
    workflows = List.copyOf(workflows);
    electorate =
        electorate.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    votes = List.copyOf(votes);
  }
}
