package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.ApprovalDetail.Event;
import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.policies.quorum.Vote;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks at requests; lists come from PostgreSQL, never from Temporal. */
public final class ApprovalReading {

  /**
   * A result of n bytes is there up to 8 times while it is read, opened and written into an answer
   * twice, as text and as it is; the room counts bytes that are there 3 times.
   */
  private static final int COPIES = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Execution UNREADABLE =
      new Execution(
          null,
          "What was asked cannot be opened with this server's secret key, so it cannot be decided here.");

  private final Database database;
  private final ApprovalTable table;
  private final Outcomes outcomes;
  private final Addresses addresses;
  private final ResultRoom room;

  ApprovalReading(
      Database database,
      ApprovalTable table,
      Outcomes outcomes,
      Addresses addresses,
      ResultRoom room) {
    this.database = database;
    this.table = table;
    this.outcomes = outcomes;
    this.addresses = addresses;
    this.room = room;
  }

  /**
   * The request with this id in this account, for people: with what they decide about. NOT_FOUND
   * otherwise.
   */
  public ApprovalDetail get(AccountId account, UUID approval) {
    return find(account, approval).orElseThrow(Decisions::notFound);
  }

  private Optional<ApprovalDetail> find(AccountId account, UUID approval) {
    return database.inAccount(
        account,
        jdbc ->
            table
                .find(jdbc, new ApprovalRef(account.value(), approval))
                .map(row ->
                    detail(jdbc, row, execution(jdbc, row).orElse(null))
                        .withholding(withheld(jdbc, row))));
  }

  private byte @Nullable [] withheld(JdbcClient jdbc, ApprovalRow row) {
    return row.isRelease() && row.status() == ApprovalStatus.PENDING
        ? outcomes.withheld(jdbc, row).orElse(null)
        : null;
  }

  /**
   * The request with neither its result nor large arguments, for whoever called; empty for one of
   * somebody else's as for one that there is not.
   */
  public Optional<ApprovalDetail> outline(Principal who, UUID approval) {
    return outline(who.account(), approval).filter(found -> found.row().caller().tells(who));
  }

  private Optional<ApprovalDetail> outline(AccountId account, UUID approval) {
    return database.inAccount(
        account,
        jdbc ->
            table
                .outline(jdbc, new ApprovalRef(account.value(), approval))
                .map(row -> detail(jdbc, row, Outcomes.outline(jdbc, row).orElse(null))));
  }

  /**
   * The same with the result, if there is one and soon room for it, which it has until it is passed
   * on; whoever waits for room holds no connection.
   */
  public ApprovalDetail withResult(ApprovalDetail outline) {
    Execution execution = outline.execution();
    if (execution == null
        || !execution.isLeftOut()
        || !room.holds((long) COPIES * execution.leftOut(), PATIENCE)) {
      return outline;
    }
    ApprovalRow row = outline.row();
    return outline.with(
        database.inAccount(row.account(), jdbc -> execution(jdbc, row)).orElse(null));
  }

  /** The same of the request with this id in this account; NOT_FOUND otherwise. */
  public ApprovalDetail outlineOf(AccountId account, UUID approval) {
    return outline(account, approval).orElseThrow(Decisions::notFound);
  }

  /** How many of the account's requests are open now. */
  public int countOpen(AccountId account) {
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql(
                    "select count(*) from approval_requests where account_id = ? and status ="
                        + " 'pending'")
                .param(account.value())
                .query(Integer.class)
                .single());
  }

  /** Newest first. */
  public ApprovalList list(AccountId account, ApprovalList.Part asked) {
    return database.inAccount(
        account,
        jdbc -> ApprovalList.of(listed(jdbc, account, rows(jdbc, account, asked)), asked.limit()));
  }

  private List<ApprovalRow> rows(JdbcClient jdbc, AccountId account, ApprovalList.Part asked) {
    ApprovalStatus status = asked.status();
    return jdbc.sql(
            ApprovalTable.SELECT_LISTED
                + """
                where r.account_id = :account and (:status::text is null or r.status = :status)
                  and (:after::uuid is null or (r.created_at, r.id) < (
                    select a.created_at, a.id from approval_requests a
                    where a.id = :after::uuid and a.account_id = :account))
                order by r.created_at desc, r.id desc limit :limit offset :skip
                """)
        .param("account", account.value())
        .param("status", status == null ? null : status.column())
        .param("after", asked.after())
        .param("limit", asked.limit() + 1)
        .param("skip", asked.skip())
        .query(table::mapListed)
        .list();
  }

  /** A list leaves results and large arguments out. */
  private List<ApprovalDetail> listed(JdbcClient jdbc, AccountId account, List<ApprovalRow> rows) {
    Map<UUID, List<Vote>> votes =
        Votes.of(jdbc, account, rows.stream().map(row -> row.ref().approvalId()).toList());
    return rows.stream()
        .map(row -> listed(row, votes.getOrDefault(row.ref().approvalId(), List.of())))
        .toList();
  }

  private ApprovalDetail listed(ApprovalRow row, List<Vote> votes) {
    return new ApprovalDetail(
        row,
        votes,
        List.of(),
        row.content().isReadable() ? null : UNREADABLE,
        addresses.workflow(row.ref().approvalId()));
  }

  private Optional<Execution> execution(JdbcClient jdbc, ApprovalRow row) {
    return outcomes.find(jdbc, row).map(k -> new Execution(k.result(), k.error()));
  }

  private ApprovalDetail detail(JdbcClient jdbc, ApprovalRow row, @Nullable Execution execution) {
    return new ApprovalDetail(
        row,
        Votes.of(jdbc, row.ref()),
        events(jdbc, row.ref()),
        execution,
        addresses.workflow(row.ref().approvalId()));
  }

  private static List<Event> events(JdbcClient jdbc, ApprovalRef ref) {
    return jdbc.sql(
            """
            select at, type, actor, detail, comment from approval_events
            where approval_id = ? and account_id = ? order by seq
            """)
        .params(ref.approvalId(), ref.accountId())
        .query((row, number) ->
            new Event(
                Columns.instant(row, "at"),
                row.getString("type"),
                row.getString("actor"),
                row.getString("detail"),
                row.getString("comment")))
        .list();
  }
}
