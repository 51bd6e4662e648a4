package ai.preloop.api.outages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.preloop.api.end2end.Agent;
import ai.preloop.api.outages.Answer.Kind;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole product under a steady mixed load through one outage after the other. {@code
 * -Doutage.seconds=30} goes through all there are, as long as they are in the world.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTests {

  /** Half of what clients of MCP wait if nobody tells them more. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(20);

  /**
   * A silent connection is dead after 15 s, and what was handed to it is given again after 10 s. A
   * try that fails takes up to 11 s, and so late it is seen.
   */
  private static final Duration LONGEST_AFTER_SILENCE = Duration.ofSeconds(25 + 11);

  /** How long a node may judge by what it knows, and a request that has begun by then. */
  private static final Duration STALE = Duration.ofSeconds(6);

  private final Map<Outage, OutageRun> runs = new EnumMap<>(Outage.class);
  private GatedPreloop preloop;
  private Upstream upstream;
  private Set<String> recorded = Set.of();

  @BeforeAll
  void goThroughEachOutage() throws Exception {
    preloop = new GatedPreloop();
    upstream = new Upstream(preloop);
    for (Outage outage : Outage.values()) {
      if (isToBeSeen(outage)) {
        runs.put(outage, OutageRun.of(outage, preloop));
      }
    }
    // A denial waits for its record, and so for those of all that came before.
    Agent.connect(preloop.http(), preloop.agentKey())
        .callForReply("wipe", "{\"mark\":\"last\"}")
        .expect(200);
    recorded = Ledger.marks(preloop);
  }

  private boolean isToBeSeen(Outage outage) {
    return OutageRun.IS_PROOF
        ? !outage.isFull() || preloop.hasSmallDisks()
        : outage.isSeenInEachBuild();
  }

  @AfterAll
  void stop() {
    upstream.close();
    preloop.close();
  }

  @ParameterizedTest
  @MethodSource("outages")
  void answersEveryRequestInTime(Outage outage) {
    OutageRun run = run(outage);

    assertThat(run.answers()).noneMatch(answer -> answer.status() == 0);
    assertThat(run.answers())
        .filteredOn(answer -> answer.took().compareTo(LONGEST_ANSWER) > 0)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("outages")
  void refusesInTheFormOfEachProtocol(Outage outage) {
    assertThat(
            run(outage).answers().stream()
                .filter(answer -> !answer.isDone() && !answer.fault().isEmpty())
                .map(answer -> answer.fault() + ": " + answer)
                .limit(3))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("outages")
  void runsNothingTwiceAndNothingUndecided(Outage outage) {
    Map<String, Integer> ran = upstream.runs();

    assertThat(ran).allSatisfy((mark, times) -> assertThat(times).as(mark).isEqualTo(1));
    assertThat(ran.keySet()).noneMatch(mark -> mark.contains("_wipe"));
    Set<String> decided =
        run(outage).ended().stream()
            .map(request -> request.at("/arguments/mark").asString())
            .collect(Collectors.toSet());
    assertThat(ran.keySet())
        .filteredOn(mark -> mark.startsWith(outage + "_transfer"))
        .isSubsetOf(decided);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void runsInTheEndWhateverWasApproved(Outage outage) {
    OutageRun run = run(outage);

    assertThat(run.ended())
        .isNotEmpty()
        .allSatisfy(request ->
            assertThat(request.path("execution_status").asString())
                .as(request.toString())
                .isEqualTo("succeeded"));
    assertThat(run.held()).contains("\"text\":\"done\"");
    assertThat(upstream.runs())
        .containsKeys(
            run.ended().stream()
                .map(request -> request.at("/arguments/mark").asString())
                .toArray(String[]::new));
  }

  @Test
  void recordsWhateverRan() {
    assertThat(upstream.runs().keySet()).isNotEmpty().isSubsetOf(recorded);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void recordsWhateverItSaid(Outage outage) {
    assertThat(run(outage).answers())
        .filteredOn(answer -> answer.isCall() && answer.kind() != Kind.POLLED)
        .filteredOn(answer -> answer.status() == 200)
        .extracting(Answer::mark)
        .isNotEmpty()
        .isSubsetOf(recorded);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void judgesByNothingThatIsOutOfDate(Outage outage) {
    OutageRun run = run(outage);

    assertThat(run.of(Kind.REVOKED))
        .anyMatch(Answer::isDone)
        .filteredOn(answer -> answer.at() > run.revoked() + STALE.toNanos())
        .isNotEmpty()
        .noneMatch(Answer::isDone);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void comesBackByItself(Outage outage) {
    assertThat(run(outage).back())
        .isLessThan(outage.isSilenceOfTemporal() ? LONGEST_AFTER_SILENCE : LONGEST_RECOVERY);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void staysAlive(Outage outage) {
    assertThat(run(outage).of(Kind.LIVE)).isNotEmpty().allMatch(Answer::isDone);
    assertThat(run(outage).longest(answer -> answer.kind() == Kind.LIVE))
        .isLessThan(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @MethodSource("whole")
  void saysWhatIsNotThere(Outage outage) {
    String part = outage.isOfDatabase() ? "database" : "temporal";

    assertThat(run(outage).during(Kind.READY).reduce((before, after) -> after).orElseThrow())
        .satisfies(last -> {
          assertThat(last.status()).isEqualTo(503);
          assertThat(last.json().at("/parts/" + part).asString()).isEqualTo("not_ready");
        });
  }

  @ParameterizedTest
  @MethodSource("outages")
  void pilesNoThreadsUp(Outage outage) {
    OutageRun run = run(outage);

    assertThat(run.during().platform()).isLessThan(run.before().platform() + 25);
  }

  @ParameterizedTest
  @MethodSource("outages")
  void doesNotFloodTheLog(Outage outage) {
    assertThat(run(outage).log().mostInASecond())
        .as(() -> run(outage).log().counts().toString())
        .isLessThan(25);
  }

  @ParameterizedTest
  @MethodSource("ofTemporal")
  void allowsDeniesAndReadsWithoutTemporalAsWithIt(Outage outage) {
    OutageRun run = run(outage);

    for (Kind kind : List.of(Kind.ALLOWED, Kind.READ, Kind.POLLED)) {
      assertThat(run.during(kind)).isNotEmpty().allMatch(Answer::isDone);
    }
    assertThat(run.during(Kind.DENIED)).isNotEmpty().allMatch(answer -> answer.status() == 200);
    assertThat(OutageRun.median(run.during(Kind.ALLOWED)))
        .isLessThan(
            OutageRun.median(run.of(Kind.ALLOWED).filter(answer -> answer.at() < run.begin()))
                .plusMillis(30));
  }

  @ParameterizedTest
  @MethodSource("wholeOfTemporal")
  void recordsDecisionsForTemporalToCarryOut(Outage outage) {
    List<Answer> decided = run(outage).during(Kind.DECIDED).toList();

    assertThat(decided)
        .isNotEmpty()
        .allSatisfy(answer -> {
          assertThat(answer.status()).isIn(200, 202);
          assertThat(answer.took()).isLessThan(Duration.ofMillis(6_500));
        });
    if (OutageRun.IS_PROOF) {
      // In a short one Temporal is back before those who are asked in it have waited for it.
      assertThat(decided).anyMatch(answer -> answer.status() == 202);
    }
  }

  @Test
  void refusesWhatFindsNoConnectionInFiveSeconds() throws Exception {
    HikariDataSource pool = preloop.bean(HikariDataSource.class);
    List<Connection> taken = new ArrayList<>();
    String owner = preloop.owner();
    try {
      for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
        taken.add(pool.getConnection());
      }
      Answer answer =
          Answer.of(Kind.READ, "", () -> preloop.http().get("/api/v1/approval-requests", owner));

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.fault()).isEmpty();
      assertThat(answer.took()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    } finally {
      for (Connection connection : taken) {
        connection.close();
      }
    }
  }

  @Test
  void hasFilledTheDisks() {
    assumeTrue(OutageRun.IS_PROOF, "Disks are filled on request");
    assumeTrue(preloop.hasSmallDisks(), "Nothing may be mounted here, so no disk was filled");

    assertThat(runs).containsKeys(Outage.DATABASE_FULL, Outage.TEMPORAL_FULL);
  }

  @Test
  void hasAWholeLedger() {
    assertThat(
            preloop
                .http()
                .get("/api/v1/audit-logs/verify", preloop.owner())
                .expect(200)
                .path("valid")
                .asBoolean())
        .isTrue();
  }

  Stream<Outage> outages() {
    return runs.keySet().stream();
  }

  Stream<Outage> whole() {
    return outages().filter(outage -> !outage.isSlow() && !outage.isFull());
  }

  Stream<Outage> ofTemporal() {
    return outages().filter(outage -> !outage.isOfDatabase());
  }

  Stream<Outage> wholeOfTemporal() {
    return ofTemporal().filter(outage -> !outage.isSlow() && !outage.isFull());
  }

  private OutageRun run(Outage outage) {
    return Objects.requireNonNull(runs.get(outage));
  }
}
