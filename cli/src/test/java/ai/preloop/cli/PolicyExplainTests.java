package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyExplainTests extends AgainstPreloop {

  private static final String EXPLAIN = "POST /policies/explain";
  private static final String EXPLAINED =
      """
      {"verdict": "deny", "message": "Not now", "rule": 2, "policy_version": 7,
       "at": "2026-11-22T09:30:00Z", "steps": [
         {"owner": "mine", "entry": "bash (mcp)", "rule": 1, "description": "Deployments",
          "expression": "args.command.contains('deploy')", "outcome": "not_matched", "detail": "",
          "values": [{"path": "args.command", "value": "reboot"}]},
         {"owner": "mine", "entry": "bash (mcp)", "rule": 2, "description": "Not now",
          "expression": "args.command == 'reboot'\\n && !has(args.dry)", "outcome": "matched",
          "detail": "", "values": [{"path": "args.dry"}]},
         {"owner": "mine", "subject": "api_key nightly", "entry": "*", "rule": 0,
          "outcome": "matched", "description": "otherwise allow", "detail": "", "values": []},
         {"owner": "yours", "entry": "bash", "rule": 1, "outcome": "error", "values": [],
          "expression": "args.n > 1",
          "detail": "there is no args.n, so that nothing can be said of it and the later rules are tried for deny only"}]}
      """;

  @Test
  void saysEachRuleThatWasTriedAndWhatItRead() {
    preloop.rest(EXPLAIN, 200, EXPLAINED);

    var run = cli.run("policy", "explain", "--tool", "bash", "--args", "{\"command\":\"reboot\"}");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            mine, bash (mcp)
              rule 1   not matched  Deployments
                       args.command.contains('deploy')
                         args.command = "reboot"
              rule 2   matched  Not now
                       args.command == 'reboot'
                        && !has(args.dry)
                         args.dry is not there
            mine, api_key nightly, *
              else     matched  otherwise allow
            yours, bash
              rule 1   error
                       there is no args.n, so that nothing can be said of it and the later
                       rules are tried for deny only
                       args.n > 1

            verdict      deny
            rule         rule 2
            message      Not now
            version      7
            at           2026-11-22 09:30:00 UTC
            """);
    assertThat(preloop.last().body())
        .isEqualTo("{\"tool\":\"bash\",\"args\":{\"command\":\"reboot\"}}");
  }

  @Test
  void aCallThatNoRuleIsTriedForHasItsReason() {
    preloop.rest(
        EXPLAIN,
        200,
        """
        {"verdict": "deny", "message": "`amount` is missing.", "policy_version": 7,
         "at": "2026-11-22T09:30:00Z", "steps": []}
        """);

    assertThat(cli.run("policy", "explain", "--tool", "pay").out())
        .startsWith("verdict      deny\nmessage      `amount` is missing.\n");
  }

  @Test
  void takesACallAsAFileOrARecordedOne() {
    preloop.rest(EXPLAIN, 200, EXPLAINED);
    cli.input = "tool: bash\nprincipal: { name: nightly }\n";

    cli.run("policy", "explain", "-");
    assertThat(preloop.last().body()).isEqualTo(cli.input);

    cli.run("policy", "explain", "--recorded", ID);
    assertThat(preloop.last().body()).isEqualTo("{\"audit_log_id\":\"" + ID + "\"}");
  }

  @Test
  void wantsOneCallAndNoMore() {
    for (String words :
        new String[] {
          "", "-|--tool|a", "--tool|a|--recorded|" + ID, "-|--args|{}", "--tool|a|--args|[1]"
        }) {
      var run = cli.run(("policy|explain" + (words.isEmpty() ? "" : "|" + words)).split("\\|", -1));
      assertThat(run.code()).as(words).isEqualTo(2);
    }
    assertThat(cli.run("policy", "explain", "--recorded", "7").code()).isEqualTo(2);
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithTheFile() {
    preloop.rest(
        EXPLAIN,
        422,
        """
        {"type": "x/policy-invalid", "detail": "The call cannot be read.", "findings": [
          {"severity": "error", "code": "key.unknown", "path": "$.tol", "line": 1, "column": 1,
           "message": "There is no key `tol`; did you mean `tool`?"}]}
        """);
    cli.input = "tol: bash\n";

    var run = cli.run("policy", "explain", "-");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            "-:1:1 error key.unknown There is no key `tol`; did you mean `tool`?\n    tol: bash\n    ^\n");
  }
}
