package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lets exactly one call through for each approved question: whoever takes the pass sends what was
 * approved, and nobody else does.
 */
public final class Passes {

  private static final String USED =
      "The approval of this call has let one like it through already, and this one was not made. Make it again to have it asked about anew.";

  private final Database database;
  private final ApprovalTable table;

  Passes(Database database, ApprovalTable table) {
    this.database = database;
    this.table = table;
  }

  /** What there is to say to somebody who waits to go on. */
  public sealed interface Answer {

    /** Nobody has decided yet. */
    record Waiting() implements Answer {}

    /** The pass was taken by whoever asked. */
    record Granted() implements Answer {}

    /** It is over, and there is no pass. */
    record Refused(String sentence) implements Answer {}
  }

  /**
   * Takes the pass if there is one; {@code objection} is why there is to be none although people
   * approved, null where there is no reason.
   */
  public Answer take(ApprovalRef ref, @Nullable String objection) {
    return database.inAccount(
        new AccountId(ref.accountId()),
        jdbc -> {
          ApprovalRow row = table.lock(jdbc, ref).orElseThrow(Decisions::notFound);
          return switch (row.status()) {
            case PENDING -> new Answer.Waiting();
            case DECLINED -> over(row, "was declined by %s");
            case CANCELLED -> over(row, "was cancelled by %s");
            case EXPIRED ->
                new Answer.Refused("Nobody decided about this call in time, so it was not made.");
            case APPROVED -> approved(jdbc, row, objection);
          };
        });
  }

  private static Answer approved(JdbcClient jdbc, ApprovalRow row, @Nullable String objection) {
    String unapproved = Claims.unapproved(jdbc, row);
    if (unapproved != null || objection != null) {
      return new Answer.Refused(objection == null ? Objects.requireNonNull(unapproved) : objection);
    }
    if (!mark(jdbc, row.ref())) {
      return new Answer.Refused(USED);
    }
    Events.add(
        jdbc, row.ref(), Event.of("passed", row.caller().actor(), row.target().qualifiedTool()));
    return new Answer.Granted();
  }

  /** The same call, made again, is a new one from now on. */
  private static boolean mark(JdbcClient jdbc, ApprovalRef ref) {
    return jdbc.sql(
                """
                update approval_requests
                set passed_at = clock_timestamp(),
                  delivered_at = coalesce(delivered_at, clock_timestamp())
                where id = ? and account_id = ? and status = 'approved' and passed_at is null
                """)
            .params(ref.approvalId(), ref.accountId())
            .update()
        == 1;
  }

  private static Answer over(ApprovalRow row, String what) {
    ApprovalRow.Closing closing = row.closing();
    String by = closing == null ? "a person" : closing.by();
    return new Answer.Refused(
        "This call %s%s. Do not repeat it."
            .formatted(what.formatted(by), said(closing == null ? null : closing.comment())));
  }

  private static String said(@Nullable String comment) {
    return comment == null || comment.isBlank() ? "" : ": " + comment.strip();
  }
}
