package ai.preloop.activities.approvals;

import ai.preloop.policies.quorum.Vote;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request with all that happened to it; {@code withheld} is what a tool answered and people have
 * not let go, where it was read for them.
 */
public record ApprovalDetail(
    ApprovalRow row,
    List<Vote> votes,
    List<Event> events,
    @Nullable Execution execution,
    @Nullable URI temporalUrl,
    byte @Nullable [] withheld) {

  public ApprovalDetail {
    votes = List.copyOf(votes);
    events = List.copyOf(events);
  }

  public ApprovalDetail(
      ApprovalRow row,
      List<Vote> votes,
      List<Event> events,
      @Nullable Execution execution,
      @Nullable URI temporalUrl) {
    this(row, votes, events, execution, temporalUrl, null);
  }

  ApprovalDetail with(@Nullable Execution other) {
    return new ApprovalDetail(row, votes, events, other, temporalUrl, withheld);
  }

  ApprovalDetail withholding(byte @Nullable [] answer) {
    return new ApprovalDetail(row, votes, events, execution, temporalUrl, answer);
  }

  /** Whether there is a result that is not in here. */
  public boolean isLeftOut() {
    return execution != null && execution.isLeftOut();
  }

  /** One thing that happened. */
  public record Event(
      Instant at,
      String type,
      @Nullable String actor,
      @Nullable String detail,
      @Nullable String comment) {}

  /**
   * What the call came to; {@code result} is the tool's own JSON object as it came, and {@code
   * leftOut} how many bytes it has in the database when it is there and was not read.
   */
  public record Execution(byte @Nullable [] result, @Nullable String error, int leftOut) {

    public Execution(byte @Nullable [] result, @Nullable String error) {
      this(result, error, 0);
    }

    public boolean isLeftOut() {
      return leftOut > 0;
    }
  }
}
