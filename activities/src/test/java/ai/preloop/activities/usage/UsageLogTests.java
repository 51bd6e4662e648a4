package ai.preloop.activities.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principal.Kind;
import ai.preloop.activities.pages.Page;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.activities.usage.Outcome.Cost;
import ai.preloop.activities.usage.Outcome.Status;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UsageLogTests {

  private static final Instant MONDAY = Instant.parse("2026-11-23T10:15:00Z");
  private static final Instant LATER = Instant.parse("2026-11-23T12:45:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");
  private static final UsageSpan WEEK =
      new UsageSpan(Instant.parse("2026-11-20T00:00:00Z"), Instant.parse("2026-11-27T00:00:00Z"));
  private static final Usage SPENT = new Usage(10, 200, 30, 20, 40, 5);

  private static DatabaseFixture fixture;
  private static Principal ci;
  private static Principal ana;
  private static UsageLog log;

  @BeforeAll
  static void recordCalls() {
    fixture = DatabaseFixture.migrated();
    log = new UsageLog(fixture.database());
    AccountId account = fixture.account("default");
    ci = UsageFixtures.key(account, "ci");
    ana = person(account, "Ana");
    Principal stranger = UsageFixtures.key(fixture.account("other"), "theirs");
    Attribution inSession = new Attribution("s-1", "claude-code", null, null, null);

    UsageLedger monday = UsageFixtures.at(fixture.database(), MONDAY);
    monday
        .open(UsageFixtures.call(ci, "fast", Operation.MESSAGES, inSession, UsageFixtures.BOUND))
        .settle(UsageFixtures.ok(SPENT, 1_500_000_001L));
    monday
        .open(UsageFixtures.call(ci, "own", Operation.RESPONSES, Attribution.NONE, null))
        .settle(UsageFixtures.ok(SPENT, null));
    monday.open(UsageFixtures.call(stranger, "fast")).settle(UsageFixtures.ok(SPENT, 99L));
    monday.stop();
    UsageLedger later = UsageFixtures.at(fixture.database(), LATER);
    later
        .open(UsageFixtures.call(ana, "fast"))
        .settle(UsageFixtures.ended(Status.CUT, SPENT, new Cost(2_000_000_000L, "account", true)));
    later.stop();
    UsageLedger tuesday = UsageFixtures.at(fixture.database(), TUESDAY);
    tuesday
        .open(
            UsageFixtures.call(
                ci, "flash", Operation.GENERATE_CONTENT, inSession, UsageFixtures.BOUND))
        .settle(UsageFixtures.ok(SPENT, 3L));
    tuesday.stop();
    open(account);
  }

  /** A call that another node has under way. */
  private static void open(AccountId account) {
    fixture
        .database()
        .doAsSystem(jdbc ->
            jdbc.sql(
                    """
                    insert into api_usage (account_id, id, started_at, node_id, user_id, key_id,
                      key_name, model, operation, dialect, streamed, status)
                    values (?, ?, ?::timestamptz, ?, ?, ?, 'ci', 'fast', 'messages', 'anthropic',
                      true, 'open')
                    """)
                .params(
                    account.value(),
                    Ids.next(),
                    TUESDAY.toString(),
                    Ids.next(),
                    ci.user().value(),
                    ci.id())
                .update());
  }

  private static Principal person(AccountId account, String name) {
    UUID id = Ids.next();
    fixture
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql(
                        """
                        insert into users (id, account_id, username, role, password_hash)
                        values (?, ?, ?, 'member', '')
                        """)
                    .params(id, account.value(), name)
                    .update());
    return new Principal(account, Kind.USER, id, name, new UserId(id), name, ci.scopes(), Set.of());
  }

  @AfterAll
  static void close() {
    fixture.close();
  }

  @Test
  void sumsWhatTheCallsOfTheAccountComeTo() {
    Totals totals = log.summary(ci, UsageFilter.all(WEEK), List.of()).totals();

    assertThat(totals.calls()).isEqualTo(new Totals.Calls(5, 1, 1, 1, 1));
    assertThat(totals.tokens()).isEqualTo(new Totals.Tokens(4 * 240, 4 * 40, 800, 120, 20));
    assertThat(totals.costNanos()).isEqualByComparingTo(new BigDecimal("3500000004"));
  }

  @Test
  void groupsByModelWithTheDearestFirst() {
    assertThat(groups(Dimension.MODEL))
        .extracting(g -> g.of().get(Dimension.MODEL), g -> g.totals().costNanos().longValueExact())
        .containsExactly(tuple("fast", 3_500_000_001L), tuple("flash", 3L), tuple("own", 0L));
  }

  @Test
  void groupsByKeyWithItsName() {
    assertThat(groups(Dimension.KEY))
        .extracting(
            g -> g.of().get(Dimension.KEY),
            g -> g.names().get(Dimension.KEY),
            g -> g.totals().calls().all())
        .containsExactly(tuple(null, null, 1L), tuple(ci.id().toString(), "ci", 4L));
  }

  @Test
  void groupsByUserWithItsNameWhereItIsKnown() {
    assertThat(groups(Dimension.USER))
        .extracting(g -> g.of().get(Dimension.USER), g -> g.names().get(Dimension.USER))
        .containsExactly(
            tuple(ana.user().value().toString(), "Ana"), tuple(ci.user().value().toString(), null));
  }

  @Test
  void groupsByDayAndHourInTheirOrder() {
    assertThat(groups(Dimension.DAY))
        .extracting(g -> g.of().get(Dimension.DAY), g -> g.totals().calls().all())
        .containsExactly(tuple("2026-11-23", 3L), tuple("2026-11-24", 2L));
    assertThat(groups(Dimension.HOUR))
        .extracting(g -> g.of().get(Dimension.HOUR))
        .containsExactly("2026-11-23T10:00Z", "2026-11-23T12:00Z", "2026-11-24T10:00Z");
  }

  @Test
  void groupsByTwoDimensions() {
    assertThat(groups(Dimension.MODEL, Dimension.DAY))
        .extracting(
            g -> g.of().get(Dimension.DAY),
            g -> g.of().get(Dimension.MODEL),
            g -> g.totals().calls().all())
        .containsExactly(
            tuple("2026-11-23", "fast", 2L),
            tuple("2026-11-23", "own", 1L),
            tuple("2026-11-24", "flash", 1L),
            tuple("2026-11-24", "fast", 1L));
  }

  @Test
  void groupsByEachDimension() {
    for (Dimension each : Dimension.values()) {
      assertThat(groups(each).stream().mapToLong(g -> g.totals().calls().all()).sum()).isEqualTo(5);
    }
  }

  @Test
  void refusesThreeDimensionsAndOneTwice() {
    assertThatThrownBy(() -> groups(Dimension.MODEL, Dimension.DAY, Dimension.KEY))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> groups(Dimension.MODEL, Dimension.MODEL))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void findsCallsByEachFilter() {
    assertThat(models(filter(Map.of("key", "ci"))))
        .containsExactlyInAnyOrder("flash", "own", "fast");
    assertThat(models(filter(Map.of("key", ci.id().toString())))).hasSize(3);
    assertThat(models(filter(Map.of("user", "ana")))).containsExactly("fast");
    assertThat(models(filter(Map.of("user", ana.user().value().toString())))).hasSize(1);
    assertThat(models(filter(Map.of("model", "own")))).containsExactly("own");
    assertThat(models(filter(Map.of("provider", "anthropic")))).hasSize(4);
    assertThat(models(filter(Map.of("session", "s-1")))).containsExactly("flash", "fast");
    assertThat(models(filter(Map.of("status", "cut")))).containsExactly("fast");
    assertThat(models(filter(Map.of("operation", "responses")))).containsExactly("own");
  }

  @Test
  void aKeyThatIsCalledByTheIdOfAnotherIsNotTheOther() {
    Principal other = UsageFixtures.key(ci.account(), ci.id().toString());
    UsageLedger ledger = UsageFixtures.at(fixture.database(), MONDAY.minusSeconds(864_000));
    ledger.open(UsageFixtures.call(other, "theirs")).settle(UsageFixtures.ok(SPENT, 7L));
    ledger.stop();
    UsageSpan month = UsageSpan.of(null, TUESDAY.plusSeconds(1), TUESDAY);

    assertThat(models(UsageFilter.all(month).ofKey(ci.id().toString()))).doesNotContain("theirs");
    assertThat(models(UsageFilter.all(month).ofKey(other.id().toString())))
        .containsExactly("theirs");
  }

  @Test
  void findsNothingOutsideTheSpan() {
    UsageSpan monday = new UsageSpan(MONDAY, LATER);

    assertThat(models(UsageFilter.all(monday))).containsExactlyInAnyOrder("fast", "own");
  }

  @Test
  void pagesThroughAllCallsNewestFirst() {
    List<RecordedCall> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<RecordedCall> page = log.search(ci, UsageFilter.all(WEEK), new Part(2, cursor));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      seen.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen).hasSize(5).extracting(RecordedCall::id).doesNotHaveDuplicates();
    assertThat(seen.reversed())
        .isSortedAccordingTo((a, b) -> a.startedAt().compareTo(b.startedAt()));
  }

  @Test
  void cursorsOfInstantsThatNoDatabaseHasAreBeforeOrAfterAllCalls() {
    assertThat(log.search(ci, UsageFilter.all(WEEK), new Part(9, behind(Instant.MAX))).items())
        .hasSize(5);
    assertThat(log.search(ci, UsageFilter.all(WEEK), new Part(9, behind(Instant.MIN))).items())
        .isEmpty();
  }

  private static String behind(Instant at) {
    return Base64.getUrlEncoder().encodeToString((at + " " + ci.id()).getBytes(UTF_8));
  }

  @Test
  void showsACallAsItWasWritten() {
    RecordedCall call =
        log.search(ci, filter(Map.of("status", "cut")), new Part(10, null)).items().getFirst();

    assertThat(call.startedAt()).isEqualTo(LATER);
    assertThat(call.who().keyId()).isNull();
    assertThat(call.who().userId()).isEqualTo(ana.id());
    assertThat(call.ending().cost())
        .isEqualTo(
            new RecordedCall.Cost(UsageFixtures.BOUND, 2_000_000_000L, null, "account", true));
    assertThat(call.ending().tokens())
        .isEqualTo(new RecordedCall.Tokens(10, 40, 240, 200, 30, 20, 5));
  }

  @Test
  void wantsTheScopeToRead() {
    Principal agent =
        new Principal(ci.account(), ci.kind(), ci.id(), "ci", ci.user(), "ana", Set.of(), Set.of());

    assertThatThrownBy(() -> log.search(agent, UsageFilter.all(WEEK), new Part(1, null)))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> log.summary(agent, UsageFilter.all(WEEK), List.of()))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void looksAMonthBackAndAtTheMost400Days() {
    UsageSpan usual = UsageSpan.of(null, null, TUESDAY);
    assertThat(usual.from()).isEqualTo(Instant.parse("2026-10-24T10:00:00Z"));
    assertThat(usual.to()).isEqualTo(TUESDAY);

    assertThatThrownBy(() -> UsageSpan.of(TUESDAY.minusSeconds(401 * 86_400), null, TUESDAY))
        .hasMessageContaining("400 days");
    assertThatThrownBy(() -> UsageSpan.of(TUESDAY, MONDAY, TUESDAY))
        .hasMessageContaining("from comes before to");
  }

  @Test
  void refusesTimesThatTheDatabaseDoesNotHave() {
    Instant far = Instant.parse("+300000-01-01T00:00:00Z");
    for (Instant never : List.of(Instant.MIN, Instant.MAX, far)) {
      assertThatThrownBy(() -> UsageSpan.of(null, never, TUESDAY))
          .isInstanceOf(ProblemException.class)
          .hasMessage("from and to are in the years 1 to 9999.");
      assertThatThrownBy(() -> UsageSpan.of(never, TUESDAY, TUESDAY))
          .isInstanceOf(ProblemException.class);
    }
  }

  private static List<UsageSummary.Group> groups(Dimension... by) {
    return log.summary(ci, UsageFilter.all(WEEK), List.of(by)).groups();
  }

  private static List<String> models(UsageFilter filter) {
    return log.search(ci, filter, new Part(100, null)).items().stream()
        .filter(call -> !call.ending().status().equals("open"))
        .map(call -> call.asked().model())
        .toList();
  }

  private static UsageFilter filter(Map<String, String> wanted) {
    return new UsageFilter(
        WEEK,
        of(wanted, "key"),
        of(wanted, "user"),
        of(wanted, "model"),
        of(wanted, "provider"),
        of(wanted, "session"),
        of(wanted, "status"),
        of(wanted, "operation"),
        new UsageFilter.Parts(
            of(wanted, "team"), of(wanted, "agent"), of(wanted, "flow"), of(wanted, "execution")));
  }

  private static @Nullable String of(Map<String, String> wanted, String name) {
    return wanted.get(name);
  }
}
