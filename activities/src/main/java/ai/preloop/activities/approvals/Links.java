package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Digests;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One-time links: 256 random bits, stored hashed, good for one approval and one person. A link
 * decides once and shows the outcome for a day after that, or after the time of the request.
 */
public final class Links {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final ApprovalTable table;
  private final Decisions decisions;
  private final Addresses addresses;

  Links(Database database, ApprovalTable table, Decisions decisions, Addresses addresses) {
    this.database = database;
    this.table = table;
    this.decisions = decisions;
    this.addresses = addresses;
  }

  /** A new link, shown once. */
  public record Link(URI url, Instant expiresAt) {}

  /** Whose link a token is, and for what. */
  public record Holder(UUID linkId, Elector elector, UUID approval, boolean used) {}

  /** Makes a link for a person who may decide the request. */
  public Link create(Elector elector, UUID approval) {
    ApprovalRef ref = new ApprovalRef(elector.account().value(), approval);
    String token = LinkTokens.PREFIX + random();
    Instant expires =
        database.inAccount(
            elector.account(),
            jdbc -> {
              ApprovalRow row = table.lock(jdbc, ref).orElseThrow(Decisions::notFound);
              Casting.requireEligible(jdbc, row, elector);
              Decisions.requireOpen(row);
              insert(jdbc, row, elector, token);
              Events.add(jdbc, ref, Event.of("link_created", elector.actor(), "one-time link"));
              return row.deadline();
            });
    return new Link(addresses.link(approval, token), expires);
  }

  /**
   * The holder of a token for this approval; the same NOT_FOUND for every token that is not good.
   */
  public Holder open(UUID approval, @Nullable String token) {
    if (token == null || !LinkTokens.isLike(token)) {
      throw Decisions.notFound();
    }
    return find(approval, token).orElseThrow(Decisions::notFound);
  }

  /** Decides by a link, which is used up by it. */
  public Effect decide(UUID approval, @Nullable String token, Ballot ballot) {
    Holder holder = open(approval, token);
    if (holder.used()) {
      throw alreadyUsed();
    }
    return decisions.vote(
        holder.elector(), approval, ballot, (jdbc, row) -> use(jdbc, row, holder));
  }

  private Optional<Holder> find(UUID approval, String token) {
    return database.asSystem(jdbc ->
        jdbc.sql(
                """
                select l.id, l.account_id, l.user_id, l.used_at, u.username
                from approval_links l
                join users u on u.id = l.user_id and u.account_id = l.account_id
                join approval_requests r on r.id = l.approval_id and r.account_id = l.account_id
                where l.approval_id = ? and l.token_hash = ?
                  and not u.disabled and l.revoked_at is null
                  and clock_timestamp()
                    < coalesce(l.used_at, r.decided_at, r.deadline) + interval '24 hours'
                """)
            .params(approval, hash(token))
            .query((row, number) ->
                new Holder(
                    Columns.uuid(row, "id"),
                    new Elector(
                        new AccountId(Columns.uuid(row, "account_id")),
                        Columns.uuid(row, "user_id"),
                        row.getString("username"),
                        "link:" + Columns.uuid(row, "id")),
                    approval,
                    row.getTimestamp("used_at") != null))
            .optional());
  }

  private static void use(JdbcClient jdbc, ApprovalRow row, Holder holder) {
    int used =
        jdbc.sql(
                """
                update approval_links set used_at = clock_timestamp()
                where id = ? and account_id = ? and used_at is null and revoked_at is null
                """)
            .params(holder.linkId(), row.ref().accountId())
            .update();
    if (used == 0) {
      throw alreadyUsed();
    }
  }

  private static ProblemException alreadyUsed() {
    return Decisions.conflict("This link was used already; it only shows the outcome now.");
  }

  private static void insert(JdbcClient jdbc, ApprovalRow row, Elector elector, String token) {
    jdbc.sql(
            """
            insert into approval_links (id, account_id, approval_id, user_id, token_hash, expires_at)
            values (?, ?, ?, ?, ?, ?)
            """)
        .params(
            Ids.next(),
            row.ref().accountId(),
            row.ref().approvalId(),
            elector.user(),
            hash(token),
            Columns.parameter(row.deadline()))
        .update();
  }

  static byte[] hash(String token) {
    return Digests.sha256(token.getBytes(StandardCharsets.US_ASCII));
  }

  private static String random() {
    byte[] bits = new byte[32];
    RANDOM.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
