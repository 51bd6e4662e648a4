package ai.preloop.api.end2end;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The official Java client, unchanged, and calls that are held open. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialClientTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final AskedTool tool = new AskedTool(preloop);

  @AfterAll
  void stop() {
    tool.close();
  }

  @Test
  void getsTheResultOfAHeldCall() throws Exception {
    try (McpSyncClient client = client()) {
      FutureTask<CallToolResult> call = new FutureTask<>(() -> client.callTool(transfer()));
      // Not in the common pool: the client's own answers come on its threads, of which there may be
      // one.
      Thread.startVirtualThread(call);
      tool.owner().approve(tool.pending("official")).expect(200);

      assertThat(call.get(20, SECONDS).content().toString()).contains("done");
      assertThat(tool.server().calls()).hasSize(1);
    }
  }

  private CallToolRequest transfer() {
    return CallToolRequest.builder(tool.name()).arguments(Map.of("to", "official")).build();
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
}
