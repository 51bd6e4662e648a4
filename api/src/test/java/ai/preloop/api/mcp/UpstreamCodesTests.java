package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.sessions.CallCount;
import ai.preloop.activities.sessions.McpSession;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamCodesTests {

  @ParameterizedTest
  @CsvSource({
    "-32002, -32603",
    "-32042, -32603",
    "-32020, -32603",
    "-32099, -32603",
    "-32019, -32019",
    "-32602, -32602",
    "-1.5, -1.5",
    "7, 7",
  })
  void whatARevisionKeepsForItselfIsNotPassedOnToItsClients(String code, String told) {
    var error = JsonSlice.of("{\"code\":%s,\"message\":\"m\"}".formatted(code).getBytes(UTF_8));

    assertThat(RpcAnswer.error(session("2026-07-28"), null, error).body())
        .asString(UTF_8)
        .contains("\"code\":" + told, "\"message\":\"m\"");
    assertThat(RpcAnswer.error(session("2025-11-25"), null, error).body())
        .asString(UTF_8)
        .contains("\"code\":" + code);
  }

  private static McpSession session(String version) {
    return new McpSession(
        UUID.randomUUID(),
        UUID.randomUUID(),
        new McpSession.Kind(version, version.equals(McpSession.STATELESS)),
        new McpSession.Client("{}", "{}"),
        new CallCount(0));
  }
}
