package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A program as a server of the whole product: a process for each session of an agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StdioServerTests {

  private static final Duration SOON = Duration.ofSeconds(15);

  private RunningPreloop preloop;

  @BeforeAll
  void start() throws URISyntaxException {
    preloop =
        RunningPreloop.with(
            "--preloop.stdio.commands.fixture.program[0]="
                + Path.of(System.getProperty("java.home"), "bin", "java"),
            "--preloop.stdio.commands.fixture.program[1]=-XX:TieredStopAtLevel=1",
            "--preloop.stdio.commands.fixture.program[2]=-cp",
            "--preloop.stdio.commands.fixture.program[3]=" + classes(),
            "--preloop.stdio.commands.fixture.program[4]=ai.preloop.activities.upstream.FixtureProgram");
    JsonNode made =
        preloop
            .http()
            .post(
                "/api/v1/mcp-servers",
                preloop.owner(),
                "{\"name\":\"notes\",\"command\":\"fixture\"}")
            .expect(201);
    JsonNode scan =
        preloop
            .http()
            .post(
                "/api/v1/mcp-servers/%s/scan".formatted(made.path("id").asString()),
                preloop.owner(),
                "{}")
            .expect(200);
    assertThat(scan.path("added").toString()).isEqualTo("[\"pid\"]");
  }

  private static Path classes() throws URISyntaxException {
    return Path.of(
        FixtureMcpServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @AfterAll
  void stop() {
    preloop.stop();
  }

  @Test
  void eachSessionHasAProcessOfItsOwn() {
    Agent one = preloop.agent();
    Agent other = preloop.agent();

    assertThat(pid(one)).isEqualTo(pid(one)).isNotEqualTo(pid(other));
  }

  @Test
  void theCallAfterItsDeathHasAnotherProcess() {
    Agent agent = preloop.agent();
    long pid = pid(agent);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await().atMost(SOON).until(() -> !isAlive(pid));

    await().atMost(SOON).ignoreExceptions().until(() -> pid(agent) != pid);
  }

  @Test
  void aProcessEndsWithItsSession() {
    Http.Reply opened =
        send(
            "",
            "POST",
            rpc(
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}"));
    String session = opened.headers().firstValue("Mcp-Session-Id").orElseThrow();
    JsonNode answer =
        send(session, "POST", rpc("tools/call", "{\"name\":\"pid\",\"arguments\":{}}")).expect(200);
    long pid = answer.at("/result/content/0/text").asLong();
    assertThat(isAlive(pid)).isTrue();

    send(session, "DELETE", "");

    await().atMost(SOON).until(() -> !isAlive(pid));
  }

  private Http.Reply send(String session, String method, String body) {
    Map<String, String> headers =
        session.isEmpty()
            ? Map.of(
                "Content-Type", "application/json", "Accept", "application/json, text/event-stream")
            : Map.of(
                "Content-Type",
                "application/json",
                "Accept",
                "application/json, text/event-stream",
                "Mcp-Session-Id",
                session);
    return preloop.http().send(method, "/mcp/v1", preloop.agentKey(), body, headers);
  }

  private static String rpc(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
        .formatted(method, params);
  }

  private static long pid(Agent agent) {
    JsonNode result = agent.call("pid", "{}");
    assertThat(result.path("isError").asBoolean()).as("%s", result).isFalse();
    return Long.parseLong(result.at("/content/0/text").asString());
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
