package ai.preloop.activities.runtimesessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditFixtures;
import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Tie;
import ai.preloop.activities.audit.AuditRecord.Trail;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.pages.Page;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.runtimesessions.Moment.OfModel;
import ai.preloop.activities.runtimesessions.Moment.OfRecord;
import ai.preloop.activities.traces.Conversation;
import ai.preloop.activities.traces.SessionSource;
import ai.preloop.activities.traces.Trace;
import ai.preloop.activities.usage.ModelCall;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.activities.usage.Outcome;
import ai.preloop.activities.usage.UsageFixtures;
import ai.preloop.activities.usage.UsageLedger;
import ai.preloop.activities.usage.UsageLog;
import ai.preloop.activities.usage.UsageSpan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuntimeSessionsTests {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final UsageSpan DAY =
      new UsageSpan(Instant.parse("2026-11-23T00:00:00Z"), Instant.parse("2026-11-24T00:00:00Z"));
  private static final Usage SPENT = new Usage(10, 200, 30, 40, 5);
  private static final Part ALL = new Part(100, null);

  private static DatabaseFixture fixture;
  private static RuntimeSessions sessions;
  private AccountId account = new AccountId(new UUID(0, 0));
  private Principal key = UsageFixtures.key(account, "ci");

  @BeforeAll
  static void migrate() {
    fixture = DatabaseFixture.migrated();
    sessions =
        new RuntimeSessions(
            fixture.database(), new UsageLog(fixture.database()), InstantSource.fixed(NOON));
  }

  @BeforeEach
  void openAccount() {
    account = fixture.account("a" + Ids.next());
    key = UsageFixtures.key(account, "ci");
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void tiesTheCallOfAServerToTheCallOfAModelThatAskedForIt() {
    ModelCall model = model("s-1", NOON, List.of("toolu_1", "toolu_2"));
    AuditRecord call = server("search", NOON.plusSeconds(3), mcp(), "toolu_2", null);

    Page<Moment> timeline = timeline("s-1", ALL);

    assertThat(timeline.items()).hasSize(2);
    assertThat(timeline.items().getFirst())
        .isInstanceOfSatisfying(
            OfModel.class,
            moment -> {
              assertThat(moment.call().id()).isEqualTo(model.id());
              assertThat(moment.asked())
                  .extracting(Moment.AskedTool::id, Moment.AskedTool::record)
                  .containsExactly(tuple("toolu_1", null), tuple("toolu_2", call.id()));
            });
    assertThat(timeline.items().getLast())
        .isInstanceOfSatisfying(
            OfRecord.class,
            moment -> {
              assertThat(moment.id()).isEqualTo(call.id());
              assertThat(moment.modelCall()).isEqualTo(model.id());
              assertThat(moment.toolCallId()).isEqualTo("toolu_2");
              assertThat(moment.what().tool()).isEqualTo("search");
            });
  }

  @Test
  void leavesTheChainOfRecordsWhole() {
    server("search", NOON, mcp(), "toolu_2", "codex-1");

    assertThat(new AuditLog(fixture.database()).verify(account).valid()).isTrue();
  }

  @Test
  void tiesNothingToTheModelCallsOfSomebodyElse() {
    model("s-1", NOON, List.of("toolu_1"));
    UUID theirs = mcp();
    AuditRecord call =
        AuditFixtures.call(account, "search")
            .at(NOON.plusSeconds(1))
            .trail(Trail.of(Ids.next(), theirs).tied(new Tie(Ids.next(), "toolu_1", null)));
    write(call);

    assertThat(timeline("s-1", ALL).items()).hasSize(1);
    assertThat(timeline("mcp:" + theirs, ALL).items()).extracting(Moment::id).contains(call.id());
  }

  @Test
  void takesTheLastAnswerBeforeWhereProvidersUseAnIdAgain() {
    model("s-1", NOON, List.of("call_0"));
    ModelCall second = model("s-2", NOON.plusSeconds(10), List.of("call_0"));
    model("s-3", NOON.plusSeconds(30), List.of("call_0"));
    AuditRecord call = server("search", NOON.plusSeconds(20), mcp(), "call_0", null);

    assertThat(timeline("s-2", ALL).items())
        .extracting(Moment::id)
        .containsExactly(second.id(), call.id());
    assertThat(timeline("s-1", ALL).items()).hasSize(1);
    assertThat(timeline("s-3", ALL).items()).hasSize(1);
  }

  @Test
  void doesNotTieWhatCameADayAfter() {
    model("s-1", NOON.minusSeconds(90_000), List.of("call_0"));
    server("search", NOON, mcp(), "call_0", null);

    assertThat(timeline("s-1", ALL).items()).hasSize(1);
  }

  @Test
  void takesTheSessionThatCodexSaysToServersToo() {
    model("codex-1", NOON, List.of());
    AuditRecord call = server("search", NOON.plusSeconds(1), mcp(), "call_7", "codex-1");

    assertThat(timeline("codex-1", ALL).items()).extracting(Moment::id).contains(call.id());
  }

  @Test
  void countsTheRestOfASessionOfMcpToTheSessionThatItsCallsAreTiedTo() {
    model("s-1", NOON, List.of("toolu_1"));
    UUID mcp = mcp();
    AuditRecord before = server("list", NOON.minusSeconds(5), mcp, null, null);
    AuditRecord tied = server("search", NOON.plusSeconds(1), mcp, "toolu_1", null);
    AuditRecord after = server("read", NOON.plusSeconds(2), mcp, null, null);

    assertThat(timeline("s-1", ALL).items())
        .extracting(Moment::id)
        .contains(before.id(), tied.id(), after.id());
    assertThat(timeline("mcp:" + mcp, ALL).items()).isEmpty();
    RuntimeSession session = sessions.get(key, new Conversation("s-1"));
    assertThat(session.calls()).isEqualTo(new RuntimeSession.Calls(1, 3));
    assertThat(list(ALL).items()).extracting(RuntimeSession::calls).containsOnly(session.calls());
  }

  @Test
  void listsSessionsWithTheLastSeenFirst() {
    model("s-1", NOON, List.of());
    model("s-1", NOON.plusSeconds(100), List.of());
    model(null, NOON.plusSeconds(50), List.of());
    UUID mcp = mcp();
    server("search", NOON.plusSeconds(200), mcp, null, null);

    List<RuntimeSession> found = list(ALL).items();

    assertThat(found)
        .extracting(s -> s.conversation().id(), RuntimeSession::source, s -> s.calls().models())
        .containsExactly(
            tuple("mcp:" + mcp, "mcp", 0L),
            tuple("s-1", "claude-code", 2L),
            tuple("key:" + key.id(), "key", 1L));
    RuntimeSession first = found.get(1);
    assertThat(first.firstSeen()).isEqualTo(NOON);
    assertThat(first.tokens()).isEqualTo(new RuntimeSession.Tokens(480, 80));
    assertThat(first.costNanos()).isEqualByComparingTo("14");
    assertThat(first.principals()).containsExactly("ci");
    for (RuntimeSession each : found) {
      assertThat(sessions.get(key, each.conversation())).isEqualTo(each);
    }
  }

  @Test
  void listsByPrincipalAndPageByPage() {
    for (int i = 0; i < 5; i++) {
      model("s-" + i, NOON.plusSeconds(i), List.of());
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<RuntimeSession> page = sessions.list(key, DAY, "ci", new Part(2, cursor));
      page.items().forEach(each -> seen.add(each.conversation().id()));
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen).containsExactlyInAnyOrder("s-0", "s-1", "s-2", "s-3", "s-4");
    assertThat(sessions.list(key, DAY, "somebody", ALL).items()).isEmpty();
  }

  @Test
  void pagesThroughATimeline() {
    UUID mcp = mcp();
    List<UUID> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      all.add(model("s-1", NOON.plusSeconds(10L * i), List.of("toolu_" + i)).id());
      all.add(server("t", NOON.plusSeconds(10L * i + 1), mcp, "toolu_" + i, null).id());
    }
    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Moment> page = timeline("s-1", new Part(3, cursor));
      page.items().forEach(each -> seen.add(each.id()));
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen).containsExactlyElementsOf(all);
  }

  @Test
  void showsTheCallsOfASessionThatNobodyNamed() {
    ModelCall call = model(null, NOON, List.of());
    model("s-1", NOON, List.of());

    assertThat(sessions.requests(key, new Conversation("key:" + key.id()), ALL).items())
        .extracting(each -> each.id())
        .containsExactly(call.id());
  }

  @Test
  void showsNothingToOtherAccounts() {
    model("s-1", NOON, List.of("toolu_1"));
    server("search", NOON, mcp(), "toolu_1", "s-1");
    Principal stranger = UsageFixtures.key(fixture.account("b" + Ids.next()), "theirs");

    assertThat(sessions.list(stranger, DAY, null, ALL).items()).isEmpty();
    assertThatThrownBy(() -> sessions.get(stranger, new Conversation("s-1")))
        .isInstanceOf(ProblemException.class);
    assertThat(sessions.timeline(stranger, new Conversation("s-1"), ALL).items()).isEmpty();
    for (String table : List.of("model_tool_calls", "call_ties", "tied_calls")) {
      assertThat(rows(stranger.account(), table)).isZero();
      assertThat(rows(account, table)).isEqualTo(1);
    }
  }

  @Test
  void wantsTheScopeToRead() {
    Principal agent =
        new Principal(account, key.kind(), key.id(), "ci", key.user(), "ana", Set.of(), Set.of());

    assertThatThrownBy(() -> sessions.list(agent, DAY, null, ALL))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> sessions.timeline(agent, new Conversation("s"), ALL))
        .isInstanceOf(ProblemException.class);
  }

  private static long rows(AccountId of, String table) {
    return fixture
        .database()
        .inAccount(
            of, jdbc -> jdbc.sql("select count(*) from " + table).query(Long.class).single());
  }

  private Page<RuntimeSession> list(Part part) {
    return sessions.list(key, DAY, null, part);
  }

  private Page<Moment> timeline(String id, Part part) {
    return sessions.timeline(key, new Conversation(id), part);
  }

  private static UUID mcp() {
    return Ids.next();
  }

  private ModelCall model(@Nullable String session, Instant at, List<String> toolCalls) {
    UsageLedger ledger = UsageFixtures.at(fixture.database(), at);
    ModelCall call =
        UsageFixtures.call(
            key, "fast", Operation.MESSAGES, new Attribution(session, null, null, null, null), 9L);
    SessionSource source = session == null ? null : SessionSource.CLAUDE_CODE;
    Outcome ok = UsageFixtures.ok(SPENT, 7L);
    ledger
        .open(call)
        .settle(
            new Outcome(
                ok.status(),
                ok.served(),
                ok.usage(),
                ok.cost(),
                ok.timing(),
                new Trace(source, toolCalls, null)));
    ledger.stop();
    return call;
  }

  private AuditRecord server(
      String tool, Instant at, UUID mcp, @Nullable String callId, @Nullable String session) {
    Tie tie =
        callId == null && session == null ? null : new Tie(key.user().value(), callId, session);
    AuditRecord record =
        AuditFixtures.call(account, tool).at(at).trail(Trail.of(Ids.next(), mcp).tied(tie));
    write(record);
    return record;
  }

  private static void write(AuditRecord record) {
    Audit audit = AuditFixtures.started(fixture.database());
    audit.note(record);
    audit.stop();
  }
}
