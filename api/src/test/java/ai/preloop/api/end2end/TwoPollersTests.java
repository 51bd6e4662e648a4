package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two people decide and two agents' connections poll, all at the same instant, over HTTP. */
class TwoPollersTests {

  private static final int APPROVALS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Agent agent = preloop.agent();
  private final Approver owner = new Approver(preloop.http(), preloop.owner());

  @Test
  void giveOneOutcomeAndOneExecution() throws Exception {
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Race>> races =
          IntStream.range(0, APPROVALS)
              .mapToObj(number -> people.submit(() -> run(people, "racer " + number)))
              .toList();
      for (Future<Race> race : races) {
        check(race.get());
      }
    }
  }

  private Race run(ExecutorService people, String recipient) throws Exception {
    String id = agent.payLater(recipient);
    List<Callable<Reply>> decisions =
        List.of(() -> owner.approve(id), () -> owner.decline(id, "the other one"));
    List<Callable<List<JsonNode>>> polls = List.of(() -> polled(id), () -> polled(id));
    List<Future<List<JsonNode>>> seen = polls.stream().map(people::submit).toList();
    return new Race(
        recipient, id, results(people.invokeAll(decisions)), results(seen), owner.show(id));
  }

  /** What a poller is told until there is nothing more to be told. */
  private List<JsonNode> polled(String id) {
    List<JsonNode> told = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          told.add(agent.status(id));
          return isLast(told.getLast());
        });
    return told;
  }

  private static boolean isLast(JsonNode status) {
    return switch (status.path("status").asString()) {
      case "approved" -> status.has("tool_result");
      case "declined" -> true;
      default -> false;
    };
  }

  private void check(Race race) {
    String outcome = race.row().path("status").asString();
    long took = race.decisions().stream().filter(reply -> reply.status() == 200).count();
    long late = race.decisions().stream().filter(reply -> reply.status() == 409).count();
    JsonNode last = race.polls().getFirst().getLast();

    assertThat(took).as(race.toString()).isEqualTo(1);
    assertThat(late).as(race.toString()).isEqualTo(1);
    assertThat(outcome).isEqualTo(race.winner());
    assertThat(race.polls()).allSatisfy(poll -> assertThat(poll.getLast()).isEqualTo(last));
    assertThat(last.path("status").asString()).isEqualTo(outcome);
    assertThat(agent.payments(race.recipient())).isEqualTo(outcome.equals("approved") ? 1 : 0);
    assertThat(agent.status(race.id())).isEqualTo(last);
  }

  private static <T> List<T> results(List<Future<T>> futures)
      throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  private record Race(
      String recipient,
      String id,
      List<Reply> decisions,
      List<List<JsonNode>> polls,
      JsonNode row) {

    /** What the decider who was first was told. */
    String winner() {
      return decisions.getFirst().status() == 200 ? "approved" : "declined";
    }
  }
}
