package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** The official TypeScript client, unchanged, and calls that a person decides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeScriptClientTests {

  private RunningPreloop preloop;
  private AskedTool held;
  private AskedTool polled;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    held = new AskedTool(preloop);
    polled = new AskedTool(preloop, "async_approval: true", "");
  }

  @AfterAll
  void stop() {
    held.close();
    polled.close();
  }

  @Test
  void getsTheResultOfAHeldCallAndProgressThatKeepsItWaiting() {
    try (var client = client(held)) {
      // Less than two ticks of progress: it lasts only because progress starts it anew.
      var call =
          client.call(
              held.name(),
              to("held"),
              Map.of("timeout", 9_000, "resetTimeoutOnProgress", true, "maxTotalTimeout", 60_000));
      String id = held.pending("held");
      await().atMost(Duration.ofSeconds(30)).until(() -> call.progress().size() >= 3);
      held.owner().approve(id).expect(200);

      assertThat(text(call.result())).isEqualTo("done");
      assertThat(call.progress())
          .extracting(progress -> progress.path("progress").asInt())
          .isSorted()
          .doesNotHaveDuplicates();
      assertThat(held.server().calls()).filteredOn(body -> body.contains("held")).hasSize(1);
    }
  }

  @Test
  void isToldWhoDeclinedAndWhy() {
    try (var client = client(held)) {
      var call = client.call(held.name(), to("declined"));
      held.owner().decline(held.pending("declined"), "Not to them").expect(200);

      JsonNode result = call.result();
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(text(result)).contains("declined by owner: Not to them");
    }
  }

  @Test
  void takesBackACallThatItAborts() {
    try (var client = client(held)) {
      var call = client.call(held.name(), to("aborted"));
      String id = held.pending("aborted");
      call.abort("The user stopped it");

      assertThat(call.error().path("message").asString()).contains("The user stopped it");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> held.owner().show(id).path("status").asString().equals("cancelled"));
    }
  }

  @Test
  void leavesOpenACallThatItHadNoMorePatienceFor() {
    try (var client = client(held)) {
      var call = client.call(held.name(), to("impatient"), Map.of("timeout", 1_000));
      String id = held.pending("impatient");

      assertThat(call.error().path("code").asInt()).isEqualTo(-32001);
      held.owner().approve(id).expect(200);
      assertThat(text(client.call(held.name(), to("impatient")).result())).isEqualTo("done");
      assertThat(held.server().calls()).filteredOn(body -> body.contains("impatient")).hasSize(1);
    }
  }

  @Test
  void pollsForWhatIsAnsweredAtOnce() {
    try (var client = client(polled)) {
      assertThat(client.tools())
          .extracting(tool -> tool.path("name").asString())
          .contains(polled.name(), "get_approval_status");
      JsonNode asked = client.call(polled.name(), to("polled")).result().path("structuredContent");
      assertThat(asked.path("status").asString()).isEqualTo("pending_approval");
      String id = asked.path("request_id").asString();
      assertThat(status(client, id).path("status").asString()).isEqualTo("pending");

      polled.owner().approve(id).expect(200);
      await().atMost(Duration.ofSeconds(10)).until(() -> status(client, id).has("tool_result"));
      assertThat(text(status(client, id).path("tool_result"))).isEqualTo("done");
      assertThat(polled.server().calls()).hasSize(1);
    }
  }

  @Test
  void hasSeveralCallsHeldAtOnceAndEachItsOwnResult() {
    try (var tool = new AskedTool(preloop);
        var client = client(tool)) {
      tool.server().tool(tool.name(), "{}", FixtureMcpServer::text);
      var calls =
          Stream.of("one", "two", "three").map(mark -> client.call(tool.name(), to(mark))).toList();
      tool.owner().approve(tool.pending("three")).expect(200);
      tool.owner().decline(tool.pending("one"), "no").expect(200);
      tool.owner().approve(tool.pending("two")).expect(200);

      assertThat(text(calls.get(0).result())).contains("declined by owner");
      assertThat(text(calls.get(1).result())).isEqualTo(to("two"));
      assertThat(text(calls.get(2).result())).isEqualTo(to("three"));
    }
  }

  private JsonNode status(TypeScriptClient client, String id) {
    return client
        .call("get_approval_status", "{\"request_id\":\"%s\"}".formatted(id))
        .result()
        .path("structuredContent");
  }

  private TypeScriptClient client(AskedTool tool) {
    return TypeScriptClient.connect(preloop.http().base().resolve("/mcp/v1"), tool.key());
  }

  private static String to(String mark) {
    return "{\"to\":\"%s\"}".formatted(mark);
  }

  private static String text(JsonNode result) {
    return result.at("/content/0/text").asString();
  }
}
