package ai.preloop.api.crashes;

import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Approver;
import ai.preloop.api.end2end.Http.Reply;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One approved call, as its agent and its approver live it: when something breaks they do what real
 * ones do, the same once more. What they are told is kept.
 */
final class Transfer {

  static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> ENDS = Set.of("succeeded", "failed", "outcome_unknown");

  private final String mark;
  private final Agent agent;
  private final Approver approver;
  private final List<Told> told = Collections.synchronizedList(new ArrayList<>());
  private volatile String approval = "";
  private volatile boolean isVoted;

  Transfer(String mark, Agent agent, Approver approver) {
    this.mark = mark;
    this.agent = agent;
    this.approver = approver;
  }

  /** An answer that somebody got; null progress where it says nothing of the call. */
  record Told(int status, String body, @Nullable Progress progress) {}

  String mark() {
    return mark;
  }

  String approval() {
    return approval;
  }

  List<Told> told() {
    return List.copyOf(told);
  }

  /** A call that another client made, once a person is asked. */
  void find() {
    approval = insist(this::requests, found -> !found.isEmpty()).getFirst().path("id").asString();
  }

  /** Calls the tool until a person is asked. */
  void ask() {
    String arguments = "{\"mark\":\"%s\"}".formatted(mark);
    approval =
        insist(
                () -> hear(agent.callForReply("transfer", arguments)),
                said -> said.has("request_id"))
            .path("request_id")
            .asString();
  }

  /** Waits until a person was told of it. */
  void awaitNotice() {
    insist(
        () -> approver.http().get(path() + "/history", approver.token()),
        reply -> reply.status() == 200 && reply.body().contains("notified"));
  }

  /** Votes until the vote is in; who voted before learns that when they vote again. */
  void approve() {
    insist(
        () -> see(approver.approve(approval)),
        reply -> Set.of(200, 202, 409).contains(reply.status()));
    isVoted = true;
  }

  /** Does what is left to be done, until the call has an end, which both look at. */
  void finish() {
    if (approval.isEmpty()) {
      ask();
    }
    if (!isVoted) {
      approve();
    }
    poll(said -> Progress.ofResult(said).compareTo(Progress.RUNNING) > 0);
    insist(
        () -> see(approver.http().get(path(), approver.token())),
        reply ->
            reply.status() == 200
                && ENDS.contains(reply.json().path("execution_status").asString("")));
  }

  /** Polls as an agent until it is told something like this. */
  JsonNode poll(Predicate<JsonNode> so) {
    String arguments = "{\"request_id\":\"%s\"}".formatted(approval);
    return insist(() -> hear(agent.callForReply("get_approval_status", arguments)), so);
  }

  /** The request as it is now. */
  JsonNode show() {
    return approver.show(approval);
  }

  /** All requests that were ever opened for it. */
  List<JsonNode> requests() {
    JsonNode all =
        approver
            .http()
            .get("/api/v1/approval-requests?limit=100", approver.token())
            .expect(200)
            .path("items");
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> one.at("/arguments/mark").asString("").equals(mark))
        .toList();
  }

  private String path() {
    return "/api/v1/approval-requests/" + approval;
  }

  /** The agent's answer: what the tool says. */
  private JsonNode hear(Reply reply) {
    JsonNode said = reply.json().at("/result/structuredContent");
    keep(reply, reply.status() == 200 ? Progress.ofResult(said) : null);
    return said;
  }

  private Reply see(Reply reply) {
    keep(reply, reply.status() < 300 ? Progress.ofRequest(reply.json()) : null);
    return reply;
  }

  private void keep(Reply reply, @Nullable Progress progress) {
    told.add(new Told(reply.status(), reply.body(), progress));
  }

  /**
   * A broken connection, or an answer that is no use, is tried again; it shows in what was told.
   */
  private static <T> T insist(Callable<T> step, Predicate<T> so) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .pollDelay(Duration.ZERO)
        .ignoreExceptionsMatching(
            e -> e instanceof UncheckedIOException || e instanceof AssertionError)
        .until(step, so);
  }
}
