package ai.preloop.activities.approvals;

import static ai.preloop.activities.database.Columns.instant;
import static ai.preloop.activities.database.Columns.texts;
import static ai.preloop.activities.database.Columns.uuid;

import ai.preloop.activities.approvals.ApprovalRow.Closing;
import ai.preloop.policies.quorum.Ballot;
import ai.preloop.policies.quorum.Vote;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.policies.quorum.Voter;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The votes of a request, and the ballot that they make with its terms. */
final class Votes {

  private Votes() {}

  static List<Vote> of(JdbcClient jdbc, ApprovalRef ref) {
    return jdbc.sql(
            """
            select id, voter_id, voter_name, eligible_for, verdict, comment, cast_at
            from approval_votes where approval_id = ? and account_id = ? order by cast_at, id
            """)
        .params(ref.approvalId(), ref.accountId())
        .query(Votes::map)
        .list();
  }

  /** Those of several requests of one account, by request; one that has none is not there. */
  static Map<UUID, List<Vote>> of(JdbcClient jdbc, AccountId account, List<UUID> approvals) {
    Map<UUID, List<Vote>> votes = new HashMap<>();
    jdbc.sql(
            """
            select approval_id, id, voter_id, voter_name, eligible_for, verdict, comment, cast_at
            from approval_votes where approval_id = any(?) and account_id = ?
            order by cast_at, id
            """)
        .params(approvals.toArray(UUID[]::new), account.value())
        .query(row -> {
          votes
              .computeIfAbsent(uuid(row, "approval_id"), each -> new ArrayList<>())
              .add(map(row, 0));
        });
    return votes;
  }

  /** Whether somebody approved arguments that were shown to them and are not these. */
  static boolean approveOther(JdbcClient jdbc, ApprovalRef ref, byte[] digest) {
    return jdbc.sql(
            """
            select exists (select from approval_votes
              where approval_id = ? and account_id = ? and verdict = 'approve' and digest <> ?)
            """)
        .params(ref.approvalId(), ref.accountId(), digest)
        .query(Boolean.class)
        .single();
  }

  /** Whether a vote was cast before its request was closed; the closing vote itself was. */
  static boolean cameInTime(Vote vote, ApprovalRow row) {
    Closing closing = row.closing();
    if (closing == null) {
      return true;
    }
    return switch (row.status()) {
      case PENDING -> true;
      case APPROVED, DECLINED -> !vote.castAt().isAfter(closing.at());
      case EXPIRED, CANCELLED -> vote.castAt().isBefore(closing.at());
    };
  }

  static Ballot ballot(JdbcClient jdbc, ApprovalRow row) {
    return new Ballot(
        row.terms().workflows(),
        row.terms().electorate(),
        row.createdAt(),
        row.deadline(),
        of(jdbc, row.ref()),
        row.cancellation());
  }

  private static Vote map(ResultSet row, int number) throws SQLException {
    return new Vote(
        uuid(row, "id"),
        new Voter(uuid(row, "voter_id").toString(), row.getString("voter_name")),
        Set.copyOf(texts(row, "eligible_for")),
        Choice.valueOf(row.getString("verdict").toUpperCase(Locale.ROOT)),
        row.getString("comment"),
        instant(row, "cast_at"));
  }
}
