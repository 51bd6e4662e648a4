package ai.preloop.activities.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.dialects.AnswerReader;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.pages.Page;
import ai.preloop.activities.pages.Part;
import ai.preloop.activities.traces.Capture;
import ai.preloop.activities.traces.Trace;
import ai.preloop.activities.traces.Tracing;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptWordsTests {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final UsageSpan DAY =
      new UsageSpan(Instant.parse("2026-11-23T00:00:00Z"), Instant.parse("2026-11-24T00:00:00Z"));
  private static final Usage SPENT = new Usage(10, 200, 30, 40, 5);
  private static final Part ALL = new Part(100, null);
  private static final String TOKEN = "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5";

  private final DatabaseFixture fixture = DatabaseFixture.migrated();
  private final UsageLog log = new UsageLog(fixture.database());
  private final Principal admin = admin(fixture.account("default"));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void findsCallsByWordsOfRequestAndAnswer() {
    UUID weather = say("How is the weather in Lisbon?", "It rains.");
    UUID ships = say("Name a ship", "The Lisbon Star sails today.");

    assertThat(find("lisbon")).containsExactlyInAnyOrder(weather, ships);
    assertThat(find("\"lisbon star\"")).containsExactly(ships);
    assertThat(find("lisbon -ship")).containsExactly(weather);
    assertThat(find("porto")).isEmpty();
    FoundCall found = log.matching(admin, filter(), "rains", ALL).items().getFirst();
    assertThat(found.request()).startsWith("How is the weather");
    assertThat(found.answer()).isEqualTo("It rains.");
    assertThat(found.headline()).contains("**rains**");
  }

  @Test
  void narrowsWhatItFindsAsAnySearch() {
    say("rain", "sun");

    UsageFilter other =
        new UsageFilter(DAY, null, null, "slow", null, null, null, null, UsageFilter.Parts.ANY);
    assertThat(log.matching(admin, other, "rain", ALL).items()).isEmpty();
  }

  @Test
  void keepsNoSecrets() {
    say("use " + TOKEN + " and password=hunter2", "Your key is " + TOKEN);

    String kept =
        fixture
            .database()
            .asSystem(jdbc ->
                jdbc.sql("select string_agg(c::text, ' ') from model_contents c")
                    .query(String.class)
                    .single());
    assertThat(kept).contains("[redacted]", "Your key is").doesNotContain("aB3d", "hunter2");
    assertThat(find("hunter2")).isEmpty();
    assertThat(find(TOKEN)).isEmpty();
  }

  @Test
  void keepsNothingWhereItIsOff() {
    say(Capture.OFF, "rain", "sun");

    assertThat(find("rain")).isEmpty();
    assertThat(rows(admin.account())).isZero();
  }

  @Test
  void findsNothingOfOtherAccounts() {
    say("rain", "sun");
    Principal stranger = admin(fixture.account("stranger"));

    assertThat(log.matching(stranger, filter(), "rain", ALL).items()).isEmpty();
    assertThat(rows(stranger.account())).isZero();
    assertThat(rows(admin.account())).isEqualTo(1);
  }

  @Test
  void pagesThroughWhatItFinds() {
    for (int i = 0; i < 5; i++) {
      say("rain " + i, "sun");
    }
    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<FoundCall> page = log.matching(admin, filter(), "rain", new Part(2, cursor));
      page.items().forEach(each -> seen.add(each.call().id()));
      cursor = page.nextCursor();
    } while (cursor != null);

    assertThat(seen).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void isForThoseWhoAdministerTheAccount() {
    Principal reader = UsageFixtures.key(admin.account(), "reader");

    assertThatThrownBy(() -> log.matching(reader, filter(), "rain", ALL))
        .hasMessageContaining("account:admin");
  }

  @Test
  void wantsWords() {
    assertThatThrownBy(() -> log.matching(admin, filter(), " ", ALL))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> log.matching(admin, filter(), "x".repeat(501), ALL))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void looksWordsUpInTheirIndex() {
    say("rain", "sun");
    List<String> plan =
        fixture
            .database()
            .asSystem(jdbc -> {
              jdbc.sql("set local enable_seqscan = off").update();
              return jdbc.sql(
                      """
                      explain select call_id from model_contents,
                        websearch_to_tsquery('simple', 'rain') query
                      where words @@ query
                      """)
                  .query(String.class)
                  .list();
            });

    assertThat(String.join("\n", plan)).contains("model_contents_words");
  }

  @Test
  void clearsAwayWhatIsPastItsTime() {
    say("rain", "sun");
    UsageSettings settings = UsageSettings.DEFAULT.kept(Duration.ofDays(1));

    new UsageUpkeep(fixture.database(), settings, InstantSource.fixed(NOON.plusSeconds(3_600)))
        .round();
    assertThat(rows(admin.account())).isEqualTo(1);
    new UsageUpkeep(fixture.database(), settings, InstantSource.fixed(NOON.plusSeconds(90_000)))
        .round();
    assertThat(rows(admin.account())).isZero();
  }

  private List<UUID> find(String words) {
    return log.matching(admin, filter(), words, ALL).items().stream()
        .map(each -> each.call().id())
        .toList();
  }

  private static UsageFilter filter() {
    return UsageFilter.all(DAY);
  }

  private long rows(AccountId account) {
    return fixture
        .database()
        .inAccount(
            account,
            jdbc -> jdbc.sql("select count(*) from model_contents").query(Long.class).single());
  }

  private UUID say(String request, String answer) {
    return say(new Capture(true, 512), request, answer);
  }

  private UUID say(Capture capture, String request, String answer) {
    UsageLedger ledger = UsageFixtures.at(fixture.database(), NOON);
    ModelCall call = UsageFixtures.call(admin, "fast");
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
                trace(capture, request, answer)));
    ledger.stop();
    return call.id();
  }

  private static Trace trace(Capture capture, String request, String answer) {
    Tracing tracing =
        new Tracing(
            ModelRequest.read(
                Operation.MESSAGES,
                null,
                bytes(
                    "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                        .formatted(request)),
                Limits.REQUEST),
            null,
            capture);
    AnswerReader.read(
        Operation.MESSAGES,
        bytes(
            "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}"
                .formatted(answer)),
        tracing.answer());
    return tracing.trace();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Principal admin(AccountId account) {
    Principal key = UsageFixtures.key(account, "root");
    return new Principal(
        account,
        key.kind(),
        key.id(),
        "root",
        key.user(),
        "ana",
        Set.of(Scope.ACCOUNT_ADMIN),
        Set.of());
  }
}
