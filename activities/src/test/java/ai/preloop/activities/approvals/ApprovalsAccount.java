package ai.preloop.activities.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.approvals.ApprovalDetail.Execution;
import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.ApprovalRow.Grounds;
import ai.preloop.activities.approvals.ApprovalRow.Target;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.DeclineRule;
import ai.preloop.policies.documents.ApprovalWorkflow.OnTimeout;
import ai.preloop.policies.documents.ApprovalWorkflow.People;
import ai.preloop.policies.documents.ApprovalWorkflow.Quorum;
import ai.preloop.policies.documents.ApprovalWorkflow.Retry;
import ai.preloop.policies.documents.ApprovalWorkflow.Timing;
import ai.preloop.policies.quorum.Vote.Choice;
import ai.preloop.policies.syntax.Position;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One account of a test: two owners, a member who is nobody's approver, and an agent's key. */
final class ApprovalsAccount {

  static final String ARGUMENTS = "{\"amount\":5,\"note\":\"argument-marker\"}";
  static final String JUSTIFICATION = "justification-marker";
  static final Ballot APPROVE = new Ballot(Choice.APPROVE, "comment-marker", null);
  static final Ballot DECLINE = new Ballot(Choice.DECLINE, "comment-marker", null);

  final AccountId id = new AccountId(Ids.next());
  final Elector ana;
  final Elector ben;
  final Elector mia;
  final UUID agent = Ids.next();
  private final ApprovalsHarness harness;

  ApprovalsAccount(ApprovalsHarness harness) {
    this.harness = harness;
    sql("insert into accounts (id, name) values (?, ?)", id.value(), id.toString());
    ana = person("ana", "owner");
    ben = person("ben", "owner");
    mia = person("mia", "member");
  }

  ApprovalRow open() {
    return open(asked());
  }

  /** Open, and its workflow has come to where it waits. */
  ApprovalRow openAndWaiting() {
    return untilWaiting(open());
  }

  /** The row once its workflow waits for people. */
  ApprovalRow untilWaiting(ApprovalRow row) {
    return until(
        row,
        now -> detail(row).events().stream().anyMatch(event -> event.type().equals("notified")));
  }

  ApprovalRow open(Asked asked) {
    return harness.bean(Approvals.class).open(asked);
  }

  Asked asked() {
    return asked(workflow(Duration.ofHours(1)), false);
  }

  Asked asked(ApprovalWorkflow workflow, boolean repeatable) {
    return asked(workflow, repeatable, null);
  }

  /** With these arguments, as JSON. */
  Asked asked(String arguments) {
    Asked usual = asked();
    return new Asked(
        usual.account(),
        usual.caller(),
        usual.target(),
        arguments.getBytes(UTF_8),
        usual.justification(),
        usual.workflows(),
        usual.grounds());
  }

  /** Of a client's session. */
  Asked askedIn(UUID session) {
    return asked(workflow(Duration.ofHours(1)), false, session);
  }

  private Asked asked(ApprovalWorkflow workflow, boolean repeatable, @Nullable UUID session) {
    return new Asked(
        id,
        new Caller("api_key", agent, "claude", ana.user(), session, null, Ids.next(), 7),
        new Target(
            Ids.next(),
            "shop",
            "https://shop.test/mcp",
            "tools/call",
            "refund",
            new byte[] {1},
            repeatable),
        ARGUMENTS.getBytes(UTF_8),
        JUSTIFICATION,
        List.of(workflow),
        new Grounds(3, "[{\"owner\":\"tool:refund\",\"number\":2}]"));
  }

  static ApprovalWorkflow workflow(Duration timeout) {
    return workflow(timeout, false, true);
  }

  static ApprovalWorkflow workflow(Duration timeout, boolean reason, boolean self) {
    return new ApprovalWorkflow(
        "people",
        new Quorum(ApprovalWorkflow.Type.SIMPLE, 1, DeclineRule.ANY, false, List.of()),
        new Timing(Math.toIntExact(timeout.toSeconds()), 0, OnTimeout.EXPIRE, null),
        People.OWNERS,
        reason,
        true,
        false,
        true,
        self,
        Retry.UNSET,
        null,
        Map.of(),
        Position.UNKNOWN);
  }

  ApprovalDetail detail(ApprovalRow row) {
    return harness.bean(ApprovalReading.class).get(id, row.ref().approvalId());
  }

  ApprovalRow now(ApprovalRow row) {
    return detail(row).row();
  }

  /** What the call came to. */
  Execution execution(ApprovalRow row) {
    return Objects.requireNonNull(detail(row).execution());
  }

  static String closedBy(ApprovalRow row) {
    return Objects.requireNonNull(row.closing()).by();
  }

  /** The row once it is so; what is waited for comes by itself or never. */
  ApprovalRow until(ApprovalRow row, Predicate<ApprovalRow> so) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> now(row), so);
  }

  ApprovalRow untilOver(ApprovalRow row) {
    return until(row, now -> !now.isLive());
  }

  /** A vote that is committed and counted, but which no workflow was told of. */
  void approveUnheard(ApprovalRow row) {
    harness
        .database()
        .doInAccount(
            id,
            jdbc -> {
              ApprovalRow locked = locked(row.ref());
              Casting.cast(jdbc, locked, ana, APPROVE);
              Settling.settle(jdbc, locked(row.ref()));
            });
  }

  /** A claim by an attempt that is never heard of again. */
  void claimAndDie(ApprovalRow row) {
    harness
        .database()
        .doInAccount(
            id, jdbc -> Claims.take(jdbc, locked(row.ref()), "a dead attempt", harness.target));
  }

  /** Takes the attempt that is under way for dead. */
  void doubt(ApprovalRow row) {
    harness
        .database()
        .doInAccount(id, jdbc -> Claims.doubt(jdbc, locked(row.ref()), "taken for dead"));
  }

  private ApprovalRow locked(ApprovalRef ref) {
    return harness
        .database()
        .inAccount(id, jdbc -> harness.bean(ApprovalTable.class).lock(jdbc, ref).orElseThrow());
  }

  void sql(String statement, Object... parameters) {
    harness.database().doInAccount(id, jdbc -> jdbc.sql(statement).params(parameters).update());
  }

  private Elector person(String name, String role) {
    UUID user = Ids.next();
    String unique = name + "-" + user;
    sql(
        "insert into users (id, account_id, username, role, password_hash) values (?, ?, ?, ?, '-')",
        user,
        id.value(),
        unique,
        role);
    return new Elector(id, user, unique, "user:" + user);
  }
}
