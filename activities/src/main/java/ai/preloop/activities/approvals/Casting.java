package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Storable;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.workflows.identity.Ids;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A vote as it is checked and committed, while its request's row is locked. */
final class Casting {

  private Casting() {}

  static UUID cast(JdbcClient jdbc, ApprovalRow row, Elector elector, Ballot ballot) {
    Set<String> pools = requireEligible(jdbc, row, elector);
    Decisions.requireOpen(row);
    requireSameArguments(row, ballot);
    requireComment(row, ballot);
    UUID vote = insert(jdbc, row, elector, ballot, pools);
    Events.add(
        jdbc,
        row.ref(),
        new Event("vote", elector.actor(), word(ballot.choice()), ballot.comment()));
    return vote;
  }

  static Set<String> requireEligible(JdbcClient jdbc, ApprovalRow row, Elector elector) {
    Set<String> pools = Electorates.poolsOf(jdbc, row, elector.user());
    if (pools.isEmpty()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "%s is not among those who decide this request.".formatted(elector.name()));
    }
    if (!row.terms().allowsSelfApproval() && elector.user().equals(row.caller().userId())) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The policy does not let the owner of the calling credential decide this request.");
    }
    return pools;
  }

  private static void requireSameArguments(ApprovalRow row, Ballot ballot) {
    byte[] shown = ballot.digest();
    if (shown != null && !MessageDigest.isEqual(shown, row.content().digest())) {
      throw Decisions.conflict("The digest is that of other arguments than the request's.");
    }
  }

  private static void requireComment(ApprovalRow row, Ballot ballot) {
    String comment = ballot.comment();
    if (row.terms().requireReason() && (comment == null || comment.isBlank())) {
      throw new ProblemException(
          ProblemType.COMMENT_MISSING, "The policy asks for a comment with this decision.");
    }
  }

  private static UUID insert(
      JdbcClient jdbc, ApprovalRow row, Elector elector, Ballot ballot, Set<String> pools) {
    UUID vote = Ids.next();
    int inserted =
        jdbc.sql(
                """
                insert into approval_votes (
                  id, account_id, approval_id, voter_id, voter_name, eligible_for, credential,
                  verdict, comment, digest, cast_at)
                values (:id, :account, :approval, :voter, :name, :pools, :credential,
                  :verdict, :comment, :digest, clock_timestamp())
                on conflict (approval_id, voter_id) do nothing
                """)
            .param("id", vote)
            .param("account", row.ref().accountId())
            .param("approval", row.ref().approvalId())
            .param("voter", elector.user())
            .param("name", elector.name())
            .param("pools", pools.toArray(String[]::new))
            .param("credential", elector.credential())
            .param("verdict", word(ballot.choice()))
            .param("comment", Storable.optional(ballot.comment()))
            .param("digest", ballot.digest())
            .update();
    if (inserted == 0) {
      throw Decisions.conflict("%s voted on this request before.".formatted(elector.name()));
    }
    return vote;
  }

  private static String word(Choice choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
