package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Approver;
import ai.preloop.api.end2end.HeldStreamReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A node whose clock is set by an hour while it works, and then back. */
@Timeout(120)
class MovedClockTests {

  private final TwoNodes nodes = TwoNodes.shared();
  private final Node moved = nodes.other();
  private final String mark = UUID.randomUUID().toString();
  private final Agent right = nodes.agent();
  private final Agent agent = TwoNodes.at(moved, right);

  @AfterEach
  void setBack() {
    move(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void refusesNothingForIt(Duration by) {
    JsonNode short30 = nodes.key(",\"expires_at\":\"%s\"".formatted(in(Duration.ofMinutes(30))));
    Approver before = moved.owner();
    move(by);

    assertThat(agent.call("balance", "{}").has("content")).isTrue();
    Agent shortlived = Agent.connect(moved.http(), short30.path("key").asString());
    assertThat(shortlived.call("balance", "{}").has("content")).isTrue();
    Approver now = moved.owner();
    assertThat(reads(before)).as("a token of before").isEqualTo(200);
    assertThat(reads(now)).as("a token of now").isEqualTo(200);
    assertThat(reads(TwoNodes.at(nodes.one(), now))).as("it at the other node").isEqualTo(200);
    assertThat(reads(TwoNodes.at(moved, nodes.one().owner()))).as("its at this").isEqualTo(200);
    assertThat(moved.http().get("/health/ready", "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void endsAKeyWhenItEnds(Duration by) {
    move(by);
    Agent ending = letInForAWhile();

    await().atMost(Duration.ofSeconds(60)).until(() -> ping(ending) == 401);
  }

  /** One whose key ends soon, once it was let in; on a slow machine it ends less soon. */
  private Agent letInForAWhile() {
    Agent there = TwoNodes.at(moved, right);
    for (int seconds = 4; seconds < 60; seconds *= 2) {
      Instant end = in(Duration.ofSeconds(seconds));
      JsonNode soon = nodes.key(",\"expires_at\":\"%s\"".formatted(end));
      Agent ending = new Agent(there.http(), soon.path("key").asString(), "", there.ids());
      int seen =
          await()
              .atMost(Duration.ofSeconds(60))
              .until(() -> ping(ending), status -> status == 400 || Instant.now().isAfter(end));
      if (seen == 400) {
        return ending;
      }
    }
    throw new AssertionError("No key was good before its end.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void holdsACallOnAndGivesItItsResult(Duration by) throws Exception {
    try (HeldStreamReader held = TwoNodes.hold(agent, 1, mark, "")) {
      held.next();
      String id = nodes.pending(mark);
      move(by);

      assertThat(held.next().path("method").asString("")).isEqualTo("notifications/progress");
      assertThat(agent.status(id).path("status").asString()).isEqualTo("pending");
      TwoNodes.at(moved, nodes.owner()).approve(id).expect(200);
      assertThat(TwoNodes.text(held.answer())).isEqualTo("transferred");
    }
    assertThat(nodes.sent(mark)).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void goesOnWithAStreamOfAnotherNodeAndOpensOnesOfItsOwn(Duration by) throws Exception {
    String last;
    try (HeldStreamReader held = TwoNodes.hold(right, 2, mark, "")) {
      held.next();
      last = held.lastId();
    }
    move(by);

    try (HeldStreamReader resumed = HeldStreamReader.resume(agent, last);
        HeldStreamReader other = TwoNodes.hold(agent, 3, "next " + mark, "")) {
      assertThat(resumed.next().has("method")).isTrue();
      assertThat(other.next().has("method")).isTrue();
      String opened = nodes.pending("next " + mark);
      assertThat(Instant.parse(nodes.owner().show(opened).path("deadline").asString()))
          .isBetween(in(Duration.ofMinutes(9)), in(Duration.ofMinutes(11)));
      TwoNodes.at(moved, nodes.owner()).approve(nodes.pending(mark)).expect(200);
      nodes.owner().approve(opened).expect(200);

      assertThat(TwoNodes.text(resumed.answer())).isEqualTo("transferred");
      assertThat(TwoNodes.text(other.answer())).isEqualTo("transferred");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT-1H"})
  void writesAWholeLedgerAndFollowsWhatIsChanged(Duration by) {
    move(by);
    JsonNode key = nodes.key("");
    Agent fresh = Agent.connect(nodes.one().http(), key.path("key").asString());
    Agent there = TwoNodes.at(moved, fresh);
    await().atMost(Duration.ofSeconds(20)).until(() -> ping(there) == 200);
    assertThat(there.call("balance", "{}").has("content")).isTrue();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> read("/api/v1/audit-logs?tool=balance").toString().contains(key(key)));
    assertThat(read("/api/v1/audit-logs/verify").path("valid").asBoolean()).isTrue();
  }

  private static String key(JsonNode made) {
    return made.path("name").asString();
  }

  private JsonNode read(String path) {
    return moved.http().get(path, nodes.owner().token()).expect(200);
  }

  private static int reads(Approver who) {
    return who.http().get("/api/v1/approval-requests?limit=1", who.token()).status();
  }

  private static int ping(Agent agent) {
    return agent.rpc("ping", "{}").status();
  }

  private static Instant in(Duration time) {
    return Instant.now().plus(time);
  }

  private void move(Duration by) {
    moved.moveClock(by);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> error().minus(by).abs().compareTo(Duration.ofMinutes(1)) < 0);
  }

  /** What the node believes the time to be, as its answers say (RFC 9110, section 6.6.1). */
  private Duration error() {
    String date = moved.http().get("/health/live", "").headers().firstValue("Date").orElseThrow();
    return Duration.between(
        Instant.now(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
  }
}
