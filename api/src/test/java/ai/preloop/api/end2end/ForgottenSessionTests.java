package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a client asked for a whole session, at a server that forgets its sessions. */
class ForgottenSessionTests {

  private static final Set<String> OPENING = Set.of("initialize", "notifications/initialized");

  private final OwnServer own = new OwnServer(RunningPreloop.shared());
  private Agent agent;

  @BeforeEach
  void ask() {
    FixtureMcpServer server = own.server();
    server.declare("{\"tools\":{},\"logging\":{},\"resources\":{\"subscribe\":true}}");
    Map.of(
            "resources/list",
            "{\"resources\":[{\"uri\":\"own:1\"},{\"uri\":\"own:2\"}]}",
            "resources/subscribe",
            "{}",
            "resources/unsubscribe",
            "{}",
            "logging/setLevel",
            "{}")
        .forEach(server::answer);
    server.tool(own.name(), "{}", _ -> FixtureMcpServer.text("done"));
    own.register("");
    agent = own.agent();
    told("resources/subscribe", "{\"uri\":\"own:1\"}");
    told("resources/subscribe", "{\"uri\":\"own:2\"}");
    told("resources/unsubscribe", "{\"uri\":\"own:2\"}");
    told("logging/setLevel", "{\"level\":\"error\"}");
  }

  private void told(String method, String params) {
    JsonNode answer = agent.rpc(method, params).expect(200);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
  }

  @AfterEach
  void stop() {
    own.remove();
  }

  @Test
  void itIsAskedForAgainBeforeTheCallThatOpensTheNextSession() {
    List<FixtureMcpServer.Request> again = afterForgetting();

    assertThat(again)
        .extracting(FixtureMcpServer.Request::rpcMethod)
        .containsExactly("logging/setLevel", "resources/subscribe", "tools/call");
    assertThat(again.get(0).body()).contains("\"level\":\"error\"");
    assertThat(again.get(1).body()).contains("\"uri\":\"own:1\"");
    assertThat(again)
        .extracting(request -> request.header("Mcp-Session-Id"))
        .containsOnly(again.getLast().header("Mcp-Session-Id"));
  }

  @Test
  void aCallGoesOnWhereItIsRefusedThen() {
    own.server().requireMore("logging/setLevel", _ -> false, List.of("Bearer error=\"no\""));

    assertThat(afterForgetting())
        .extracting(FixtureMcpServer.Request::rpcMethod)
        .contains("tools/call");
  }

  /** What the server did of a call in its next session. */
  private List<FixtureMcpServer.Request> afterForgetting() {
    int before = own.server().requests().size();
    own.server().forgetSessions();
    assertThat(agent.call(own.name(), "{}").at("/content/0/text").asString()).isEqualTo("done");
    return own.server().requests().stream()
        .skip(before)
        .filter(request -> request.ran() && request.httpMethod().equals("POST"))
        .filter(request -> !OPENING.contains(request.rpcMethod()))
        .toList();
  }
}
