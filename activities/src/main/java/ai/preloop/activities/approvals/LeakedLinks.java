package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.notifications.Channel;
import ai.preloop.activities.notifications.Message;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;

/**
 * One-time links that turn up where agents and servers speak: whoever has read them there could
 * decide, so each is revoked before what it was in goes on without it. Its request stays open.
 */
public final class LeakedLinks {

  private static final Logger LOG = LoggerFactory.getLogger(LeakedLinks.class);

  private final Database database;
  private final Bystanders people;
  private final MeterRegistry meters;

  public LeakedLinks(Database database, List<Channel> channels, MeterRegistry meters) {
    this.database = database;
    this.people = new Bystanders(channels);
    this.meters = meters;
    meters.counter("preloop.approvals.links.leaked");
  }

  /** Whose words they are that a token was found in. */
  public record Speaker(AccountId account, Kind kind, String name) {

    /** On which side of Preloop it is. */
    public enum Kind {
      CLIENT,
      SERVER
    }

    /** As the history of an account says it, which is told nothing of another one. */
    private String words(AccountId toldTo) {
      if (!account.equals(toldTo)) {
        return "what another account sent or was sent";
      }
      return switch (kind) {
        case CLIENT -> "what the client " + name + " sent";
        case SERVER -> "what the server " + name + " sent";
      };
    }
  }

  /**
   * The same without the tokens; empty where there are none, which costs a look at some of the
   * bytes. UNAVAILABLE when there is one and the database does not answer.
   */
  public Optional<JsonSlice> cleared(JsonSlice json, Speaker speaker) {
    if (!LinkTokens.mayBeIn(json)) {
      return Optional.empty();
    }
    LinkTokens found = LinkTokens.in(json);
    if (found.tokens().isEmpty()) {
      return Optional.empty();
    }
    revoke(found.tokens(), speaker);
    return Optional.of(found.cleared());
  }

  private void revoke(Set<String> tokens, Speaker speaker) {
    try {
      good(tokens).forEach(link -> revoke(link, speaker));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("A one-time link turned up and is not revoked: {}", e.getMessage());
      throw new ProblemException(
              ProblemType.UNAVAILABLE,
              "This has a one-time link in it, which cannot be revoked now, so it does not go on.")
          .causedBy(e);
    }
  }

  private record Link(UUID id, ApprovalRef ref, String person) {}

  private List<Link> good(Set<String> tokens) {
    return database.asSystem(jdbc ->
        jdbc.sql(
                """
                select l.id, l.account_id, l.approval_id, u.username
                from approval_links l
                join users u on u.id = l.user_id and u.account_id = l.account_id
                where l.token_hash in (:hashes) and l.revoked_at is null
                """)
            .param("hashes", tokens.stream().map(Links::hash).toList())
            .query((row, number) ->
                new Link(
                    Columns.uuid(row, "id"),
                    new ApprovalRef(
                        Columns.uuid(row, "account_id"), Columns.uuid(row, "approval_id")),
                    row.getString("username")))
            .list());
  }

  private void revoke(Link link, Speaker speaker) {
    AccountId account = new AccountId(link.ref().accountId());
    String where = speaker.words(account);
    Optional<Message.Subject> revoked =
        database.inAccount(
            account, jdbc -> request(jdbc, link.ref()).filter(_ -> revoked(jdbc, link, where)));
    revoked.ifPresent(subject -> {
      meters.counter("preloop.approvals.links.leaked").increment();
      LOG.warn(
          "A one-time link of {} for the approval {} is revoked: it turned up in {}",
          link.person(),
          link.ref().approvalId(),
          where);
      people.tell(new Message.Leaked(subject, link.person(), where));
    });
  }

  /** Whose history has one writer at a time. */
  private static Optional<Message.Subject> request(JdbcClient jdbc, ApprovalRef ref) {
    return jdbc.sql(
            """
            select kind, server_name, tool_name, subject_name from approval_requests
            where id = ? and account_id = ? for update
            """)
        .params(ref.approvalId(), ref.accountId())
        .query((row, number) ->
            new Message.Subject(
                ref.approvalId(),
                ApprovalRow.Kind.of(row.getString("kind")).part(),
                row.getString("server_name"),
                row.getString("tool_name"),
                row.getString("subject_name")))
        .optional();
  }

  private static boolean revoked(JdbcClient jdbc, Link link, String where) {
    int changed =
        jdbc.sql(
                """
                update approval_links set revoked_at = clock_timestamp()
                where id = ? and account_id = ? and revoked_at is null
                """)
            .params(link.id(), link.ref().accountId())
            .update();
    if (changed == 1) {
      Events.add(
          jdbc,
          link.ref(),
          Event.of(
              "link_leaked",
              "the one-time link of %s turned up in %s, and is revoked"
                  .formatted(link.person(), where)));
    }
    return changed == 1;
  }
}
