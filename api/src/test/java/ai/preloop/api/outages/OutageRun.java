package ai.preloop.api.outages;

import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Approver;
import ai.preloop.api.end2end.HeldStreamReader;
import ai.preloop.api.outages.Answer.Kind;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One outage from before its begin until all works again, and what was seen of it. */
record OutageRun(
    List<Answer> answers,
    long revoked,
    long begin,
    long end,
    Duration back,
    Threads before,
    Threads during,
    LogLines log,
    List<JsonNode> ended,
    String held) {

  /** Whether time is taken to see them all, as long as they are in the world. */
  static final boolean IS_PROOF = System.getProperty("outage.seconds") != null;

  /** Longer than every limit of 5 s in the product; the build has not the time for more. */
  private static final Duration LASTS = Duration.ofSeconds(Integer.getInteger("outage.seconds", 7));

  private static final Duration STEADY = Duration.ofMillis(1_500);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  static OutageRun of(Outage outage, GatedPreloop preloop) throws Exception {
    String key = key(preloop);
    try (LogLines log = LogLines.watch();
        Load load = new Load(preloop, outage.name()).start();
        HeldStreamReader held = hold(outage, preloop)) {
      load.callWith(key);
      Thread.sleep(STEADY);
      Threads before = Threads.now();
      long begin = System.nanoTime();
      long revoked = begin(outage, preloop, key);
      Thread.sleep(LASTS);
      Threads during = Threads.now();
      long end = System.nanoTime();
      outage.end(preloop);
      await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> works(preloop));
      Duration back = Duration.ofNanos(System.nanoTime() - end);
      load.stop();
      Approver owner = new Approver(preloop.http(), preloop.owner());
      String waiting = pending(preloop, outage + "_held");
      owner.approve(waiting).expect(200);
      String answer = told(preloop, waiting, held.answer()).toString();
      List<JsonNode> ended = load.asked().stream().map(id -> ended(owner, id)).toList();
      return new OutageRun(
          load.answers(), revoked, begin, end, back, before, during, log, ended, answer);
    }
  }

  /** While nobody hears of it the key is revoked; a full disk takes no change after its begin. */
  private static long begin(Outage outage, GatedPreloop preloop, String key) {
    String revoke =
        "update api_keys set revoked_at = now() where prefix = '%s'"
            .formatted(key.substring(4, 16));
    if (outage.isFull()) {
      preloop.elsewhere(revoke);
      outage.begin(preloop);
    } else {
      outage.begin(preloop);
      preloop.elsewhere(revoke);
    }
    return System.nanoTime();
  }

  Stream<Answer> of(Kind kind) {
    return answers.stream().filter(answer -> answer.kind() == kind);
  }

  /** Those that were asked for while it lasted. */
  Stream<Answer> during(Kind kind) {
    return of(kind).filter(answer -> answer.at() > begin && answer.at() < end);
  }

  /** The middle one of those that were done. */
  static Duration median(Stream<Answer> some) {
    List<Duration> sorted =
        some.filter(Answer::isDone).map(Answer::took).sorted(Comparator.naturalOrder()).toList();
    return sorted.isEmpty() ? Duration.ZERO : sorted.get(sorted.size() / 2);
  }

  Duration longest(Predicate<Answer> which) {
    return answers.stream()
        .filter(which)
        .map(Answer::took)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static HeldStreamReader hold(Outage outage, GatedPreloop preloop) throws Exception {
    return HeldStreamReader.call(
        Agent.connect(preloop.http(), preloop.agentKey()),
        "1",
        "{\"name\":\"ship\",\"arguments\":{\"mark\":\"%s_held\"}}".formatted(outage));
  }

  private static String key(GatedPreloop preloop) {
    String body = "{\"name\":\"%s\",\"scopes\":[\"mcp:call\"]}".formatted(UUID.randomUUID());
    return preloop
        .http()
        .post("/api/v1/auth/api-keys", preloop.owner(), body)
        .expect(201)
        .path("key")
        .asString();
  }

  /** Whether all that there is to do can be done again. */
  private static boolean works(GatedPreloop preloop) {
    try {
      preloop.http().get("/health/ready", "").expect(200);
      Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
      agent.call(
          "look", "{\"mark\":\"back%s\"}".formatted(UUID.randomUUID().toString().replace("-", "")));
      String id =
          agent
              .call(
                  "transfer",
                  "{\"mark\":\"%s\"}"
                      .formatted("back" + UUID.randomUUID().toString().replace("-", "")))
              .at("/structuredContent/request_id")
              .asString();
      new Approver(preloop.http(), preloop.owner()).approve(id).expect(200);
      await().atMost(Duration.ofSeconds(5)).until(() -> agent.status(id).has("tool_result"));
      return preloop.hasLeader();
    } catch (AssertionError | RuntimeException e) {
      return false; // Not yet: it is tried until it is time to give up.
    }
  }

  private static String pending(GatedPreloop preloop, String mark) {
    return preloop
        .http()
        .get("/api/v1/approval-requests?limit=100&status=pending", preloop.owner())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(one -> one.at("/arguments/mark").asString("").equals(mark))
        .map(one -> one.path("id").asString())
        .findFirst()
        .orElseThrow();
  }

  /**
   * What the agent whose call was held hears in the end. What a lost connection took along is given
   * again after half a minute, and a call may not be held for so long: then the agent polls.
   */
  private static JsonNode told(GatedPreloop preloop, String request, JsonNode answer) {
    if (!answer.at("/result/structuredContent/status").asString("").equals("pending_approval")) {
      return answer;
    }
    Agent agent = Agent.connect(preloop.http(), preloop.agentKey());
    return await()
        .atMost(PATIENCE)
        .until(() -> agent.status(request), status -> status.has("tool_result"));
  }

  /** How a request ended; one that nobody came to decide is approved now. */
  private static JsonNode ended(Approver owner, String id) {
    if (owner.show(id).path("votes").isEmpty()) {
      owner.act(id, "approve", "{}");
    }
    return await()
        .atMost(PATIENCE)
        .until(
            () -> owner.show(id),
            shown ->
                Set.of("succeeded", "failed", "outcome_unknown")
                    .contains(shown.path("execution_status").asString()));
  }
}
