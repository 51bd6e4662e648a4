package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Circumstances;
import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.pages.Page;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.pages.Position;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads an account's ledger, page by page, and proves that nothing in it was changed. */
public final class AuditLog {

  private static final int FETCH = 500;
  private static final Position<Long> NEWEST = new Position<>(Instant.MAX, Long.MAX_VALUE);

  /** An id is made shortly after what its record tells of. */
  private static final Duration AROUND = Duration.ofMinutes(10);

  private static final String WITH_FACTS =
      LedgerRows.COLUMNS
          + """
          , (select c.facts from call_contexts c
             where c.account_id = audit_records.account_id and c.digest = audit_records.context)
            as facts
          """;

  private final Database database;

  public AuditLog(Database database) {
    this.database = database;
  }

  /** A page, newest first. */
  public Page<ChainedRecord> list(AccountId account, AuditFilter filter, Part part) {
    Position<Long> after = part.after(NEWEST, Long::valueOf);
    List<ChainedRecord> found =
        database.inAccount(account, jdbc -> page(jdbc, account, filter, after, part.limit() + 1));
    return Page.of(part, found, AuditLog::position);
  }

  private static Position<Long> position(ChainedRecord record) {
    return new Position<>(record.record().at(), record.seq());
  }

  /** A record with its circumstances, by its id. */
  public Optional<AuditRecord> find(AccountId account, UUID id) {
    Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    select %s from audit_records
                    where account_id = :account and id = :id
                      and at between :from and :to
                    """
                        .formatted(WITH_FACTS))
                .param("account", account.value())
                .param("id", id)
                .param("from", Columns.parameter(made.minus(AROUND)))
                .param("to", Columns.parameter(made.plus(AROUND)))
                .query(AuditLog::withFacts)
                .optional()
                .map(ChainedRecord::record));
  }

  /**
   * Tool calls that a policy judged, with their circumstances, newest first, those that come after
   * {@code after}; what agents ask people of their own accord is not among them.
   */
  public List<ChainedRecord> judgedCalls(
      AccountId account, Span span, @Nullable ChainedRecord after, int most) {
    Position<Long> last = after == null ? NEWEST : position(after);
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    select %s from audit_records
                    where account_id = :account and action = 'tool.call'
                      and verdict in ('allow', 'deny', 'ask') and outcome <> 'sending'
                      and (server, tool) <> ('preloop', 'request_approval')
                      and at >= :from and at < :to
                      and (at, seq) < (:at, :seq)
                    order by at desc, seq desc
                    limit :most
                    """
                        .formatted(WITH_FACTS))
                .param("account", account.value())
                .param("from", Columns.parameter(span.from()))
                .param("to", Columns.parameter(span.to()))
                .param("at", Columns.parameter(last.at()))
                .param("seq", last.key())
                .param("most", most)
                .query(AuditLog::withFacts)
                .list());
  }

  /** From an instant to another one, which is not included. */
  public record Span(Instant from, Instant to) {}

  private static ChainedRecord withFacts(ResultSet row, int number) throws SQLException {
    ChainedRecord read = LedgerRows.read(row, number);
    Circumstances named = read.record().circumstances();
    return named == null
        ? read
        : new ChainedRecord(
            read.seq(),
            read.record()
                .in(
                    new Circumstances(
                        named.sha256(),
                        row.getString("facts"),
                        named.justification(),
                        named.sessionCalls())),
            read.previousHash(),
            read.hash());
  }

  /** Computes the whole chain again from the stored columns, as one statement saw them. */
  public Verification verify(AccountId account) {
    return database.inAccount(account, jdbc -> walk(jdbc, account));
  }

  private static Verification walk(JdbcClient jdbc, AccountId account) {
    ChainHead head = head(jdbc, account);
    ChainWalk walk = new ChainWalk(account);
    try (Stream<Step> steps = steps(jdbc, account)) {
      for (Iterator<Step> each = steps.iterator(); each.hasNext(); ) {
        Step step = each.next();
        head = step.head();
        if (!walk.follows(step.record())) {
          break;
        }
        if (!step.isWhole()) {
          walk.hasOtherCircumstances(step.record());
          break;
        }
      }
    }
    return walk.endsAt(head);
  }

  private static ChainHead head(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            "select seq, encode(hash, 'hex') as hash from audit_heads where account_id = :account")
        .param("account", account.value())
        .query(Ledger::head)
        .optional()
        .orElse(ChainHead.genesis(account));
  }

  private static Stream<Step> steps(JdbcClient jdbc, AccountId account) {
    return jdbc
        .sql(
            """
            select %s,
              coalesce((select seq from audit_heads where account_id = :account), 0) as head_seq,
              coalesce((select encode(hash, 'hex') from audit_heads where account_id = :account), '')
                as head_hash,
              context is null or exists (
                select from call_contexts c
                where c.account_id = :account and c.digest = audit_records.context
                  and sha256(convert_to(c.facts, 'UTF8')) = c.digest) as whole
            from audit_records where account_id = :account order by seq, at
            """
                .formatted(LedgerRows.COLUMNS))
        .withFetchSize(FETCH)
        .param("account", account.value())
        .query(AuditLog::step)
        .stream();
  }

  private static Step step(ResultSet row, int number) throws SQLException {
    return new Step(
        LedgerRows.read(row, number),
        new ChainHead(row.getLong("head_seq"), row.getString("head_hash")),
        row.getBoolean("whole"));
  }

  private static List<ChainedRecord> page(
      JdbcClient jdbc, AccountId account, AuditFilter filter, Position<Long> after, int most) {
    return jdbc.sql(
            """
            select %s from audit_records
            where account_id = :account
              and at >= :from and at < :to
              and (at, seq) < (:at, :seq)
              and (:tool::text is null or tool = :tool)
              and (:server::text is null or server = :server)
              and (:verdict::text is null or verdict = :verdict)
              and (:principal::text is null or principal_name = :principal
                or principal_id::text = :principal)
              and (:correlation::uuid is null or correlation_id = :correlation)
            order by at desc, seq desc
            limit :most
            """
                .formatted(LedgerRows.COLUMNS))
        .param("account", account.value())
        .param("from", Columns.parameter(Objects.requireNonNullElse(filter.from(), Instant.MIN)))
        .param("to", Columns.parameter(Objects.requireNonNullElse(filter.to(), Instant.MAX)))
        .param("at", Columns.parameter(after.at()))
        .param("seq", after.key())
        .param("tool", filter.tool())
        .param("server", filter.server())
        .param("verdict", filter.verdict())
        .param("principal", filter.principal())
        .param("correlation", filter.correlationId())
        .param("most", most)
        .query(LedgerRows::read)
        .list();
  }

  /** A record, whether what it names is there, and the head, as the same statement saw them. */
  record Step(ChainedRecord record, ChainHead head, boolean isWhole) {}
}
