package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionsTests extends AgainstPreloop {

  private static final String SESSION =
      """
      {"id":"s-1","session":"s-1","source":"claude-code","principals":["ci","ana"],
       "first_seen":"2026-11-23T10:00:00Z","last_seen":"2026-11-23T11:00:00.5Z","model_calls":3,
       "mcp_calls":2,"input_tokens":240,"output_tokens":40,"cost_usd":0.5}
      """;

  @Test
  void listsSessionsWithWhatTheyComeTo() {
    preloop.rest(
        "GET /account/runtime-sessions",
        200,
        "{\"items\":[%s],\"next_cursor\":null}".formatted(SESSION));

    var run = cli.run("sessions", "list", "--principal", "ci", "-n", "5");

    assertThat(run.out().lines())
        .containsExactly(
            "ID   SOURCE       WHO      LAST SEEN                MODEL CALLS  MCP CALLS  TOKENS  COST",
            "s-1  claude-code  ci, ana  2026-11-23 11:00:00 UTC  3            2          240/40  $0.50");
    assertThat(preloop.last().query()).isEqualTo("principal=ci&limit=5");
  }

  @Test
  void showsWhichCallOfAModelLedToACallOfAServer() {
    preloop.rest("GET /account/runtime-sessions/s-1", 200, SESSION);
    preloop.rest(
        "GET /account/runtime-sessions/s-1/timeline",
        200,
        """
        {"items":[
          {"type":"model_call","id":"00000000-0000-0000-0000-0000aaaabbbb","at":"2026-11-23T10:00:00Z",
           "call":{"model":"fast","status":"ok","cost_usd":0.25,"duration_ms":250},
           "tool_calls":[],"record":null,"model_call_id":null},
          {"type":"mcp_call","id":"00000000-0000-0000-0000-0000ccccdddd","at":"2026-11-23T10:00:05Z",
           "call":null,"tool_calls":[],"model_call_id":"00000000-0000-0000-0000-0000aaaabbbb",
           "record":{"action":"tool.call","server":"shop","tool":"refund","verdict":"allow",
             "outcome":"ok","duration_ms":12.5}},
          {"type":"approval","id":"00000000-0000-0000-0000-0000eeeeffff","at":"2026-11-23T10:00:06Z",
           "call":null,"tool_calls":[],"model_call_id":null,
           "record":{"action":"approval.opened","server":"shop","tool":"pay","verdict":"ask",
             "outcome":"shop.pay"}}],
         "next_cursor":"abc"}
        """);

    var run = cli.run("sessions", "show", "s-1");

    assertThat(run.out().lines())
        .contains("Calls        3 of models, 2 of servers")
        .endsWith(
            "TIME                     WHAT             NAME         OUTCOME   COST   MS    ID        LED BY",
            "2026-11-23 10:00:00 UTC  model            fast         ok        $0.25  250   aaaabbbb",
            "2026-11-23 10:00:05 UTC  tool.call        shop.refund  allow ok         12.5  ccccdddd  aaaabbbb",
            "2026-11-23 10:00:06 UTC  approval.opened  shop.pay     ask                    eeeeffff");
    assertThat(run.err()).contains("--cursor abc");
  }

  @Test
  void saysWhatIsNotThere() {
    preloop.rest("GET /account/runtime-sessions", 200, "{\"items\":[],\"next_cursor\":null}");

    assertThat(cli.run("sessions", "list").out()).isEqualTo("No sessions in this time.\n");
  }
}
