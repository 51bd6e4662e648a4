package ai.preloop.api.end2end;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The official Java client, unchanged, and calls that a person decides. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialClientTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final AskedTool tool = new AskedTool(preloop);
  private final AtomicReference<String> session = new AtomicReference<>("");

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void getsTheResultOfAHeldCall() throws Exception {
    try (McpSyncClient client = client(tool.key())) {
      FutureTask<CallToolResult> call = new FutureTask<>(() -> client.callTool(transfer(tool)));
      // Not in the common pool: the client's own answers come on its threads, of which there may be
      // one.
      Thread.startVirtualThread(call);
      tool.owner().approve(tool.pending("official")).expect(200);

      assertThat(call.get(20, SECONDS).content().toString()).contains("done");
      assertThat(tool.server().calls()).hasSize(1);
    }
  }

  @Test
  void pollsForWhatIsAnsweredAtOnce() {
    try (var polled = new AskedTool(preloop, "async_approval: true", "");
        McpSyncClient client = client(polled.key())) {
      String id = member(client.callTool(transfer(polled)), "request_id");
      assertThat(member(status(client, id), "status")).isEqualTo("pending");
      polled.owner().approve(id).expect(200);

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> member(status(client, id), "tool_result").contains("done"));
      assertThat(polled.server().calls()).hasSize(1);
    }
  }

  @Test
  void opensAnotherSessionByItselfWhenItsOwnIsGone() {
    String key = tool.key();
    try (McpSyncClient client = client(key)) {
      client.listTools();
      String lost = session.get();
      Map<String, String> headers = Map.of("Mcp-Session-Id", lost);
      preloop.http().send("DELETE", "/mcp/v1", key, "", headers).expect(204);

      await()
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .until(() -> !client.listTools().tools().isEmpty());
      assertThat(session.get()).isNotEqualTo(lost);
    }
  }

  private static CallToolResult status(McpSyncClient client, String id) {
    return client.callTool(
        CallToolRequest.builder("get_approval_status").arguments(Map.of("request_id", id)).build());
  }

  private static String member(CallToolResult result, String name) {
    return result.structuredContent() instanceof Map<?, ?> members
        ? String.valueOf(members.get(name))
        : "";
  }

  private static CallToolRequest transfer(AskedTool tool) {
    return CallToolRequest.builder(tool.name()).arguments(Map.of("to", "official")).build();
  }

  private McpSyncClient client(String key) {
    var transport =
        HttpClientStreamableHttpTransport.builder(preloop.http().base().toString())
            .endpoint("/mcp/v1")
            .addHttpRequestCustomizer((request, method, uri, body, context) -> {
              request.setHeader("Authorization", "Bearer " + key);
              request.build().headers().firstValue("Mcp-Session-Id").ifPresent(session::set);
            })
            .build();
    McpSyncClient client = McpClient.sync(transport).requestTimeout(Duration.ofSeconds(20)).build();
    client.initialize();
    return client;
  }
}
