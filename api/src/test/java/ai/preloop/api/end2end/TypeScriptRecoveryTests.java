package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the official TypeScript client does by itself when something is lost. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeScriptRecoveryTests {

  private RunningPreloop preloop;
  private AskedTool tool;
  private Relay relay;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
    relay = new Relay(preloop.http().base());
  }

  @AfterAll
  void stop() {
    relay.close();
    tool.close();
  }

  @Test
  void goesOnWithAStreamThatWasCut() {
    try (var client = TypeScriptClient.connect(endpoint(relay.url()), tool.key())) {
      var call = client.call(tool.name(), to("cut"));
      untilHeld(call);
      String id = tool.pending("cut");
      relay.cut();
      tool.owner().approve(id).expect(200);

      assertThat(call.result().at("/content/0/text").asString()).isEqualTo("done");
      assertThat(sent("cut")).isOne();
    }
  }

  @Test
  void goesOnWithACallThatWasHeldWhilePreloopWasRestarted() {
    try (var client = TypeScriptClient.connect(endpoint(preloop.http().base()), tool.key())) {
      var call = client.call(tool.name(), to("restart"));
      untilHeld(call);
      String id = tool.pending("restart");
      preloop.restart();
      new Approver(preloop.http(), preloop.owner()).approve(id).expect(200);

      assertThat(call.result().at("/content/0/text").asString()).isEqualTo("done");
      assertThat(sent("restart")).isOne();
    }
  }

  @Test
  void isToldThatItsSessionIsGoneAndConnectsAgain() {
    String key = tool.key();
    URI endpoint = endpoint(preloop.http().base());
    try (var client = TypeScriptClient.connect(endpoint, key)) {
      end(client.session(), key);

      assertThat(client.call(tool.name(), to("gone")).error().path("code").asInt()).isEqualTo(404);
      client.connectAgain(endpoint, key);
      var call = client.call(tool.name(), to("again"));
      tool.owner().approve(tool.pending("again")).expect(200);
      assertThat(call.result().at("/content/0/text").asString()).isEqualTo("done");
      assertThat(sent("gone")).isZero();
    }
  }

  @Test
  void isAnsweredAlthoughItsSessionEndedMeanwhile() {
    String key = tool.key();
    try (var client = TypeScriptClient.connect(endpoint(relay.url()), key)) {
      var call = client.call(tool.name(), to("meanwhile"));
      untilHeld(call);
      String id = tool.pending("meanwhile");
      end(client.session(), key);
      relay.cut();
      tool.owner().approve(id).expect(200);

      assertThat(call.result().at("/content/0/text").asString()).isEqualTo("done");
    }
  }

  /** A connection that breaks before its answer has begun has lost the call to the client. */
  private static void untilHeld(DrivenClient.Call call) {
    await().atMost(Duration.ofSeconds(10)).until(() -> !call.progress().isEmpty());
  }

  private void end(String session, String key) {
    Map<String, String> headers = Map.of("Mcp-Session-Id", session);
    preloop.http().send("DELETE", "/mcp/v1", key, "", headers).expect(204);
  }

  private long sent(String mark) {
    return tool.server().calls().stream().filter(body -> body.contains(mark)).count();
  }

  private static URI endpoint(URI base) {
    return base.resolve("/mcp/v1");
  }

  private static String to(String mark) {
    return "{\"to\":\"%s\"}".formatted(mark);
  }
}
