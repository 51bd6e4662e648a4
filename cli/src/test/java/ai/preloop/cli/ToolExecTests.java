package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolExecTests extends AgainstPreloop {

  private static final String PAY = "POST /mcp/pay";
  private static final String RESULT =
      "{\"content\":[{\"type\":\"text\",\"text\":\"Paid\\u001b[2J.\"}],\"isError\":false}";
  private static final String PENDING =
      """
      {"status":"pending_approval","request_id":"%s","poll_interval_seconds":7,
       "approvers":["ana"],"approval_console_url":"https://preloop.example/console/approval/1"}
      """
          .formatted(ID);

  @Test
  void callsAsTheAgentOfThisPlaceWithTypedArguments() {
    preloop.rest(PAY, 200, RESULT);

    var run =
        cli.run("tools", "exec", "pay", "--args", "{\"a\":1.50}", "amount:=4.20", "to=ACME = Co");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("Paid\\u001B[2J.\n");
    assertThat(preloop.last().body())
        .isEqualTo("{\"a\":1.50,\"amount\":4.20,\"to\":\"ACME = Co\"}");
    assertThat(preloop.last().authorization()).isEqualTo("Bearer agent-key");
    assertThat(preloop.last().headers()).containsKey("idempotency-key");
  }

  @Test
  void takesTheArgumentsFromTheInput() {
    preloop.rest(PAY, 200, RESULT);
    cli.input = "{\"amount\":7}";

    assertThat(cli.run("tools", "exec", "pay", "--args-file", "-").code()).isZero();
    assertThat(preloop.last().body()).isEqualTo("{\"amount\":7}");
  }

  @Test
  void programsGetTheResultAsItCame() {
    preloop.rest(PAY, 200, "{\"content\":[],\"structuredContent\":{\"n\":1.10}}");

    assertThat(cli.run("tools", "exec", "pay", "-o", "json").out().replaceAll("\\s", ""))
        .isEqualTo("{\"content\":[],\"structuredContent\":{\"n\":1.10}}");
  }

  @Test
  void aFailureOfTheToolAndARefusalAreANo() {
    preloop
        .rest(PAY, 200, "{\"content\":[{\"type\":\"text\",\"text\":\"Broke.\"}],\"isError\":true}")
        .rest(
            PAY,
            403,
            "{\"type\":\"https://preloop.ai/problems/call-refused\",\"detail\":\"Never.\"}")
        .rest(PAY, 403, "{\"type\":\"https://preloop.ai/problems/forbidden\",\"detail\":\"No.\"}");

    assertThat(cli.run("tools", "exec", "pay").code()).isEqualTo(1);
    var refused = cli.run("tools", "exec", "pay");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).isEqualTo("Never.\n");
    assertThat(cli.run("tools", "exec", "pay").code()).isEqualTo(3);
  }

  @Test
  void whatWaitsSaysHowItIsDecided() {
    preloop.rest(PAY, 202, PENDING);
    cli.environment.put("PRELOOP_COMMAND", "./preloop");

    var run = cli.run("tools", "exec", "pay");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("A person is asked: ana.", "https://preloop.example/console/approval/1")
        .contains("./preloop approvals approve " + ID);
  }

  @Test
  void waitsWithOneKeyForWhatComesOfIt() {
    preloop
        .rest(PAY, 202, PENDING)
        .rest(PAY, 503, "{\"detail\":\"Away.\"}")
        .rest(PAY, 202, PENDING)
        .rest(PAY, 200, RESULT);

    var run = cli.run("tools", "exec", "pay", "amount:=1", "--wait");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("Paid\\u001B[2J.\n");
    assertThat(run.err()).contains("A person is asked: ana.", "Away. Waiting for it.");
    assertThat(cli.pauses).isEqualTo(List.of(seconds(7), seconds(7), seconds(7)));
    assertThat(preloop.received())
        .extracting(asked -> asked.headers().get("idempotency-key") + asked.body())
        .hasSize(4)
        .containsOnly(preloop.last().headers().get("idempotency-key") + "{\"amount\":1}");
  }

  @Test
  void theReasonGoesWhereThePolicyAsksForIt() {
    preloop
        .rest(
            "GET /tools",
            200,
            """
            {"items":[
              {"name":"pay","tool":"pay","policy":{"justification":"required"},
               "input_schema":{"properties":{"justification":{}}}},
              {"name":"look","tool":"look","policy":{"justification":"disabled"}}]}
            """)
        .rest(PAY, 200, RESULT)
        .rest("POST /mcp/look", 200, RESULT);

    cli.run("tools", "exec", "pay", "--justification", "because");
    assertThat(preloop.last().body()).isEqualTo("{\"preloop_justification\":\"because\"}");

    var run = cli.run("tools", "exec", "look", "--justification", "because");
    assertThat(preloop.last().body()).isEqualTo("{}");
    assertThat(run.err()).contains("asks for no justification");
  }

  @Test
  void wrongArgumentsAreWrongUsage() {
    assertThat(cli.run("tools", "exec", "pay", "--args", "[1]").code()).isEqualTo(2);
    assertThat(cli.run("tools", "exec", "pay", "amount").err()).contains("KEY=VALUE");
    assertThat(cli.run("tools", "exec", "pay", "amount:=four").err()).contains("not JSON");
    assertThat(cli.run("tools", "exec", "pay", "--args-file", "/nowhere").code()).isEqualTo(2);
    assertThat(preloop.received()).isEmpty();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
