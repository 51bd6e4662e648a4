package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Approver;
import ai.preloop.api.end2end.HeldStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** One call, begun at one node and gone on with at the other. */
@Timeout(120)
class TwoNodesTests {

  private final TwoNodes nodes = TwoNodes.shared();
  private final Agent agent = nodes.agent();
  private final Agent elsewhere = TwoNodes.at(nodes.other(), agent);
  private final Approver owner = TwoNodes.at(nodes.other(), nodes.owner());

  @Test
  void comeUpTogetherOnAnEmptyDatabase() {
    assertThat(count("accounts")).isOne();
    assertThat(owner.http().get("/api/v1/mcp-servers", owner.token()).expect(200).path("items"))
        .filteredOn(server -> server.path("name").asString().equals("demo"))
        .hasSize(1);
    assertThat(agent.call("list_payments", "{}").has("content")).isTrue();
  }

  @Test
  void whatOneHoldsIsDecidedAtTheOther() throws Exception {
    try (HeldStreamReader held = TwoNodes.hold(agent, 1, "across", "")) {
      held.next();
      owner.approve(nodes.pending("across")).expect(200);

      assertThat(TwoNodes.text(held.answer())).isEqualTo("transferred");
      assertThat(held.isOver()).isTrue();
    }
    assertThat(nodes.sent("across")).isOne();
  }

  @Test
  void aStreamThatWasCutGoesOnAtTheOther() throws Exception {
    String last;
    try (HeldStreamReader held = TwoNodes.hold(agent, 2, "cut", "")) {
      held.next();
      last = held.lastId();
    }
    try (HeldStreamReader resumed = HeldStreamReader.resume(elsewhere, last)) {
      resumed.next();
      nodes.owner().approve(nodes.pending("cut")).expect(200);

      assertThat(resumed.answer().path("id").asInt()).isEqualTo(2);
    }
    assertThat(nodes.sent("cut")).isOne();
  }

  @Test
  void aStreamOfANodeThatWasKilledGoesOnAtTheOther() throws Exception {
    try (HeldStreamReader held = TwoNodes.hold(agent, 3, "killed", "")) {
      held.next();
      String last = held.lastId();
      String id = nodes.pending("killed");
      nodes.one().kill();
      try (HeldStreamReader resumed = HeldStreamReader.resume(elsewhere, last)) {
        resumed.next();
        assertThat(owner.approve(id).status()).isIn(200, 202);

        assertThat(TwoNodes.text(resumed.answer())).isEqualTo("transferred");
      }
    } finally {
      nodes.one().startAgain();
    }
    assertThat(nodes.sent("killed")).isOne();
    assertThat(agent.call("balance", "{}").has("content")).as("its session").isTrue();
  }

  @Test
  void aSessionGoesOnAtTheOther() {
    JsonNode said = elsewhere.call("balance", "{}");

    assertThat(said.at("/content/0/text").asString()).isEqualTo("plenty");
  }

  @Test
  void aCancellationFindsTheNodeThatHoldsTheCall() throws Exception {
    try (HeldStreamReader held = TwoNodes.hold(agent, 4, "cancelled", "")) {
      held.next();
      String id = nodes.pending("cancelled");
      elsewhere
          .post(
              """
              {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":4,"reason":"The user stopped it"}}\
              """,
              Map.of())
          .expect(202);

      assertThat(held.isOver()).isTrue();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> owner.show(id).path("status").asString().equals("cancelled"));
    }
    assertThat(nodes.sent("cancelled")).isZero();
  }

  @RepeatedTest(3)
  void oneCallThatIsSentToBothIsAskedAndMadeOnce() throws Exception {
    String to = "both " + agent.session();
    sentToBothAtOnce(to, ",\"claudecode/toolUseId\":\"%s\"".formatted(to));
  }

  @RepeatedTest(3)
  void soIsOneWithoutAnIdOfItsClient() throws Exception {
    sentToBothAtOnce("same " + agent.session(), "");
  }

  private void sentToBothAtOnce(String to, String meta) throws Exception {
    List<CompletableFuture<JsonNode>> calls =
        Stream.of(agent, elsewhere).map(each -> calling(each, to, meta)).toList();
    String id = nodes.pending(to);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> count("approval_requests where waiters = 2 and id = '%s'".formatted(id)) == 1);
    owner.approve(id).expect(200);
    List<JsonNode> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers).allSatisfy(each -> assertThat(each).isEqualTo(answers.getFirst()));
    assertThat(nodes.requests(to)).hasSize(1);
    assertThat(nodes.sent(to)).isOne();
  }

  private static CompletableFuture<JsonNode> calling(Agent agent, String to, String meta) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (HeldStreamReader held = TwoNodes.hold(agent, 5, to, meta)) {
            JsonNode answer = held.answer();
            assertThat(TwoNodes.text(answer)).isEqualTo("transferred");
            return answer;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.startVirtualThread(task));
  }

  private long count(String from) {
    return nodes.seeingAll().sql("select count(*) from " + from).query(Long.class).single();
  }
}
