package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.PreloopFixture.Received;
import ai.preloop.cli.PreloopFixture.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoTests extends AgainstPreloop {

  private static final String HELD =
      """
      {"status":"pending_approval","request_id":"%s","poll_interval_seconds":5,
       "timeout_seconds":300,"approval_console_url":"http://127.0.0.1:8000/approval/%s"}
      """
          .formatted(ID, ID);
  private static final String PAID =
      "{\"status\":\"approved\",\"tool_result\":{\"content\":[{\"type\":\"text\",\"text\":\"Paid.\"}]}}";

  private final AtomicInteger polls = new AtomicInteger();
  private String decided = PAID;
  private String verdictOfTheSecond = "deny";

  @BeforeEach
  void product() {
    preloop
        .withOwner()
        .on("GET /api/v1/audit-logs", asked -> Reply.json(200, "{\"items\":[" + trail() + "]}"))
        .rest("GET /approval-requests/" + ID, 200, "{\"digest\":\"sha-of-it\"}")
        .rest("POST /approval-requests/" + ID + "/approve", 200, "{\"status\":\"approved\"}")
        .on("POST /mcp/v1", this::mcp)
        .on("DELETE /mcp/v1", 200, "");
  }

  @Test
  void tellsTheStoryAndSaysWhereToDecide() {
    var run = cli.run("demo");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("1. get_balance", "agent sees  The balance is 10000.00 EUR.")
        .contains("2. delete_ledger", "denied", "agent sees  Ledgers are never deleted.")
        .contains("3. pay_invoice", "held for a person")
        .contains("http://127.0.0.1:8000/approval/" + ID, "preloop approvals approve " + ID)
        .contains("agent sees  Paid.", "41", "42", "43")
        .doesNotContain("40  ", "44  ", "agent-key");
    assertThat(polls).hasValue(3);
  }

  @Test
  void speaksToPreloopAsAnAgentDoes() {
    cli.run("demo");

    var calls =
        preloop.received().stream().filter(asked -> asked.path().equals("/mcp/v1")).toList();
    assertThat(calls).extracting(Received::authorization).containsOnly("Bearer agent-key");
    assertThat(calls.getFirst().body()).contains("\"method\":\"initialize\"", "2025-11-25");
    assertThat(calls.get(1).body()).contains("notifications/initialized").doesNotContain("\"id\"");
    assertThat(calls.subList(1, calls.size()))
        .allSatisfy(call ->
            assertThat(call.headers())
                .containsEntry("mcp-session-id", "session-1")
                .containsEntry("mcp-protocol-version", "2025-06-18"));
    assertThat(calls).anySatisfy(call -> assertThat(call.body()).contains("\"demo__pay_invoice\""));
    assertThat(calls.getLast().method()).isEqualTo("DELETE");
  }

  @Test
  void autoDecidesWithTheOwnersPasswordAndKeepsNothing() throws IOException {
    cli.typed = "correct";

    var run = cli.run("demo", "--auto");

    assertThat(run.code()).isZero();
    var vote = preloop.only("POST /api/v1/approval-requests/" + ID + "/approve");
    assertThat(vote.authorization()).isEqualTo("Bearer owner-token");
    assertThat(vote.body()).contains("\"digest\":\"sha-of-it\"");
    assertThat(kept()).containsExactly("credentials.json");
  }

  @Test
  void aDeclinedCallIsNotTheStory() {
    decided = "{\"status\":\"declined\",\"reason\":\"Not today.\"}";

    var run = cli.run("demo");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("not as told: declined", "agent sees  Not today.");
  }

  @Test
  void aTrailThatTellsAnotherStoryIsExitOne() {
    verdictOfTheSecond = "allow";

    var run = cli.run("demo");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("a call is missing from the trail");
  }

  @Test
  void withoutAnAgentsKeyItSaysWhereToRun() throws IOException {
    cli.write("credentials.json", "{}");

    var run = cli.run("demo", "--url", preloop.url());

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("make up");
  }

  private Reply mcp(Received asked) {
    String body = asked.body();
    if (body.contains("notifications/initialized")) {
      return new Reply(202, "application/json", Map.of(), "");
    }
    String id = body.replaceAll(".*\"id\":(\\d+).*", "$1");
    if (body.contains("\"initialize\"")) {
      String result = "{\"protocolVersion\":\"2025-06-18\"}";
      return new Reply(
          200, "application/json", Map.of("Mcp-Session-Id", "session-1"), message(id, result));
    }
    return stream(message(id, result(body)));
  }

  private String result(String body) {
    if (body.contains("tools/list")) {
      return "{\"tools\":[{\"name\":\"get_balance\"},{\"name\":\"pay_invoice\"},"
          + "{\"name\":\"demo__pay_invoice\"}]}";
    }
    if (body.contains("get_balance")) {
      return "{\"content\":[{\"type\":\"text\",\"text\":\"The balance is 10000.00 EUR.\"}]}";
    }
    if (body.contains("delete_ledger")) {
      return "{\"isError\":true,\"content\":[{\"type\":\"text\","
          + "\"text\":\"Ledgers are never deleted.\"}]}";
    }
    if (body.contains("pay_invoice")) {
      return "{\"structuredContent\":" + HELD + "}";
    }
    String status =
        switch (polls.incrementAndGet()) {
          case 1 -> "{\"status\":\"pending\"}";
          case 2 -> "{\"status\":\"executing\"}";
          default -> decided;
        };
    return "{\"structuredContent\":" + status + "}";
  }

  private static String message(String id, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result.replace("\n", "") + "}";
  }

  private static Reply stream(String message) {
    String noise = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}";
    return new Reply(
        200,
        "text/event-stream",
        Map.of(),
        ": hello\r\n\r\ndata: "
            + noise
            + "\r\n\r\nevent: message\r\ndata: "
            + message
            + "\r\n\r\n");
  }

  private String trail() {
    return """
    {"seq": 44, "tool": "get_balance", "verdict": "allow", "session_id": "session-2"},
    {"seq": 43, "tool": "pay_invoice", "verdict": "ask", "session_id": "session-1"},
    {"seq": 42, "tool": "delete_ledger", "verdict": "%s", "session_id": "session-1"},
    {"seq": 41, "tool": "get_balance", "verdict": "allow", "session_id": "session-1"},
    {"seq": 40, "tool": "pay_invoice", "verdict": "ask"}
    """
        .formatted(verdictOfTheSecond);
  }
}
