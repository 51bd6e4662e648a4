package ai.preloop.activities.approvals;

import ai.preloop.workflows.approvals.ApprovalStatus;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A part of the requests, newest first; {@code last} is whom the next part follows, if any. */
public record ApprovalList(List<ApprovalDetail> items, @Nullable UUID last) {

  public ApprovalList {
    items = List.copyOf(items);
  }

  /** Which part: a null status is every status, and {@code after} is an earlier part's last. */
  public record Part(@Nullable ApprovalStatus status, int limit, int skip, @Nullable UUID after) {

    public static Part first(int limit) {
      return new Part(null, limit, 0, null);
    }
  }

  /** Of one more than was asked for, so that it is known whether there are more. */
  static ApprovalList of(List<ApprovalDetail> found, int limit) {
    List<ApprovalDetail> items = found.subList(0, Math.min(found.size(), limit));
    boolean goesOn = found.size() > limit;
    return new ApprovalList(items, goesOn ? items.getLast().row().ref().approvalId() : null);
  }
}
