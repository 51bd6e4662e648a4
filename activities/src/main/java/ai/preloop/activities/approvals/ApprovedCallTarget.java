package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.policies.documents.ApprovalWorkflow;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where an approved call goes: whether it may still go there, and the sending itself. */
public interface ApprovedCallTarget {

  /**
   * Why the call may not be made now although it was approved; null when it may. Throws UNAVAILABLE
   * where that cannot be known now, which is no reason to refuse it for ever.
   */
  @Nullable String refusal(ApprovalRow row);

  /**
   * Sends the call; whatever happens is an answer, never an exception. {@code held} says, at the
   * last moment before a byte leaves, whether the claim still stands; it throws UNAVAILABLE where
   * that cannot be known now.
   */
  Sent send(ApprovalRow row, BooleanSupplier held);

  /** What became of a call. */
  sealed interface Sent {

    /**
     * The server answered; {@code result} is a JSON object, as it came or as the policy lets it
     * through, of which {@code note} tells.
     */
    record Answered(byte[] result, boolean isError, @Nullable String note) implements Sent {}

    /** The server answered; people decide, under the id of a release, if the agent gets that. */
    record Asked(UUID release, Answered answer, List<ApprovalWorkflow> workflows, Grounds grounds)
        implements Sent {

      public Asked {
        workflows = List.copyOf(workflows);
      }
    }

    /** The server refused the call with a protocol error, or nothing was sent at all. */
    record Failed(String reason) implements Sent {}

    /** Nothing was sent, because it could not be known now whether it may be. */
    record NotNow(String reason) implements Sent {}

    /** It was sent, or may have been, and what it did cannot be known. */
    record Unknown(String reason) implements Sent {}
  }
}
