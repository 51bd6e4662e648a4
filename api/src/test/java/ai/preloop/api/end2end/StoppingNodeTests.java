package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.waiting.Waiters;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a client without a progress token has of its held call when the node stops. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoppingNodeTests {

  private RunningPreloop preloop;
  private AskedTool tool;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
  }

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void anIdToComeBackWithWhenItsRevisionKnowsThat() throws Exception {
    Agent agent = tool.agent();
    String last;
    try (HeldStreamReader held = tool.call(agent, 1, "marked", "")) {
      last = held.firstId();
      stopAndGoOn();
      assertThat(held.isOver()).isTrue();
    }
    tool.owner().approve(tool.pending("marked")).expect(200);

    try (HeldStreamReader resumed = HeldStreamReader.resume(agent, last)) {
      assertThat(resumed.answer().at("/result/content/0/text").asString()).isEqualTo("done");
    }
  }

  @Test
  void anAnswerThatTellsItToPollWhenItsRevisionDoesNot() throws Exception {
    try (HeldStreamReader held = tool.call(tool.agent("2025-06-18"), 2, "older", "")) {
      String id = tool.pending("older");
      stopAndGoOn();

      assertThat(held.answer().at("/result/structuredContent/request_id").asString()).isEqualTo(id);
      assertThat(held.isOver()).isTrue();
      tool.owner().decline(id, "done with").expect(200);
    }
  }

  @Test
  void theOfficialJavaClientTakesTheEventWithoutData() {
    try (McpSyncClient client = client()) {
      CompletableFuture<CallToolResult> call =
          CompletableFuture.supplyAsync(() ->
              client.callTool(
                  CallToolRequest.builder(tool.name())
                      .arguments(Map.of("to", "official"))
                      .build()));
      tool.owner().approve(tool.pending("official")).expect(200);

      assertThat(call.join().content().toString()).contains("done");
    }
  }

  private McpSyncClient client() {
    String key = tool.key();
    var transport =
        HttpClientStreamableHttpTransport.builder(preloop.http().base().toString())
            .endpoint("/mcp/v1")
            .addHttpRequestCustomizer((request, method, uri, body, context) ->
                request.setHeader("Authorization", "Bearer " + key))
            .build();
    McpSyncClient client = McpClient.sync(transport).requestTimeout(Duration.ofSeconds(20)).build();
    client.initialize();
    return client;
  }

  private void stopAndGoOn() {
    Waiters waiters = preloop.bean(Waiters.class);
    waiters.stop();
    waiters.start();
  }
}
