package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.notifications.Channel;
import ai.preloop.policies.quorum.Vote;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalRows;
import ai.preloop.workflows.approvals.ApprovalState;
import ai.preloop.workflows.approvals.ApprovalState.Kind;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.DecideAnswer;
import ai.preloop.workflows.approvals.DecideAnswer.Refusal;
import ai.preloop.workflows.approvals.ExecutionStatus;
import ai.preloop.workflows.identity.AccountId;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row, as its workflow may touch it: whatever was sent to Temporal, the row decides. */
public final class ApprovalRowsActivity implements ApprovalRows {

  private final Database database;
  private final ApprovalTable table;
  private final List<Channel> channels;

  ApprovalRowsActivity(Database database, ApprovalTable table, List<Channel> channels) {
    this.database = database;
    this.table = table;
    this.channels = List.copyOf(channels);
  }

  @Override
  public ApprovalState load(ApprovalRef ref) {
    return locked(ref, (jdbc, row) -> state(row));
  }

  @Override
  public DecideAnswer settle(Settlement settlement) {
    return locked(
        settlement.ref(),
        (jdbc, row) -> {
          Settling.settle(jdbc, row);
          return answer(jdbc, settlement.ref(), settlement.voteId());
        });
  }

  @Override
  public ApprovalState resolve(ApprovalRef ref) {
    return locked(
        ref,
        (jdbc, row) -> {
          if (row.execution() != ExecutionStatus.OUTCOME_UNKNOWN) {
            Resolving.drop(jdbc, row, row.execution().column());
          } else if (row.resolution() != null) {
            Resolving.apply(jdbc, row, row.resolution());
          }
          return state(find(jdbc, ref));
        });
  }

  private <T> T locked(ApprovalRef ref, BiFunction<JdbcClient, ApprovalRow, T> work) {
    return database.inAccount(
        new AccountId(ref.accountId()),
        jdbc -> {
          ApprovalRow row = table.lock(jdbc, ref).orElseThrow(() -> missing(ref));
          jdbc.sql(
                  "update approval_requests set driven_at = clock_timestamp() where id = ? and"
                      + " account_id = ?")
              .params(ref.approvalId(), ref.accountId())
              .update();
          return work.apply(jdbc, row);
        });
  }

  private DecideAnswer answer(JdbcClient jdbc, ApprovalRef ref, @Nullable UUID voteId) {
    ApprovalRow after = find(jdbc, ref);
    ApprovalState state = state(after);
    Optional<Vote> vote =
        Votes.of(jdbc, ref).stream().filter(v -> v.id().equals(voteId)).findFirst();
    if (vote.isEmpty()) {
      return new DecideAnswer(false, Refusal.NO_SUCH_VOTE, null, null, state);
    }
    ApprovalRow.Closing closing = after.closing();
    if (closing == null || Votes.cameInTime(vote.get(), after)) {
      return new DecideAnswer(true, null, null, null, state);
    }
    Refusal refusal = after.status() == ApprovalStatus.EXPIRED ? Refusal.TOO_LATE : Refusal.CLOSED;
    return new DecideAnswer(false, refusal, closing.by(), closing.at(), state);
  }

  private ApprovalRow find(JdbcClient jdbc, ApprovalRef ref) {
    return table.find(jdbc, ref).orElseThrow(() -> missing(ref));
  }

  private ApprovalState state(ApprovalRow row) {
    return new ApprovalState(
        row.status(),
        row.execution(),
        Summaries.tool(row),
        row.deadline(),
        row.remaining(),
        row.terms().approvers(),
        names(false),
        row.isQuestion() ? Kind.QUESTION : Kind.CALL,
        row.round(),
        names(true));
  }

  private List<String> names(boolean near) {
    return channels.stream()
        .filter(channel -> channel.isNear() == near)
        .map(Channel::name)
        .toList();
  }

  private static ApplicationFailure missing(ApprovalRef ref) {
    return ApplicationFailure.newNonRetryableFailure(
        "There is no approval request " + ref.approvalId(), NO_SUCH_APPROVAL);
  }
}
