package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.terminal.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyDiffTests extends AgainstPreloop {

  private static final String DIFF = "POST /policies/diff";
  private static final String DIFFERS =
      """
      {"policy_name": "Mine", "version": 7, "findings": [],
       "changes": ["changed tool bash (mcp)", "removed tool rm", "changed layout"],
       "entries": [
         {"kind": "changed", "part": "tool", "key": "bash (mcp)",
          "before": "name: bash\\nsource: mcp\\notherwise: allow\\n",
          "after": "name: bash\\nsource: mcp\\notherwise: deny\\n"},
         {"kind": "removed", "part": "approval_workflow", "key": "people",
          "before": "name: people\\u202e\\n"},
         {"kind": "changed", "part": "layout", "key": "", "before": "a", "after": "b"}],
       "waiting": [
         {"id": "w-1", "tool_name": "bash", "server": "shell", "requested_by": "claude",
          "deadline": "2026-11-22T10:00:00Z", "verdict_now": "ask", "effect": "would_be_denied",
          "sentence": "It was asked for by rule 1, and the default of this entry would now refuse it before anybody has decided."}],
       "waiting_total": 300, "waiting_judged": 200}
      """;
  private static final String SAME =
      """
      {"policy_name": "Mine", "version": 7, "changes": [], "entries": [], "waiting": [],
       "waiting_total": 1, "waiting_judged": 1, "findings": []}
      """;

  private static final String TOGETHER =
      """
      {"version": 7, "waiting": [], "waiting_total": 1, "waiting_judged": 1, "documents": [
        {"policy_name": "Mine", "changes": ["added tool t"], "findings": [],
         "entries": [{"kind": "added", "part": "tool", "key": "t", "after": "name: t\\n"}]},
        {"policy_name": "b", "changes": [], "entries": [], "findings": []}],
       "taken": [{"policy_name": "old", "changes": ["removed defaults"], "findings": [],
         "entries": [{"kind": "removed", "part": "defaults", "key": "",
                      "before": "mode: shadow\\n"}]}]}
      """;

  @BeforeEach
  void document() {
    cli.input = "metadata: { name: Mine }\n";
  }

  @Test
  void showsEachEntryLineByLineAndWhatItMeansForCallsThatWait() {
    preloop.rest(DIFF, 200, DIFFERS);

    var run = cli.run("policy", "diff", "-");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            -: Mine against version 7

            changed tool bash (mcp)
              name: bash
              source: mcp
            - otherwise: allow
            + otherwise: deny

            removed approval workflow people
            - name: people\\u202E

            changed layout
              comments, order or spelling

            300 calls wait for a decision now; 1 would be judged otherwise:
              w-1  shell.bash, asked by claude
                would be denied
                It was asked for by rule 1, and the default of this entry would now refuse
                it before anybody has decided.
            Only 200 of the 300 were looked at.
            """);
    assertThat(preloop.last().body()).isEqualTo("metadata: { name: Mine }\n");
    assertThat(preloop.last().authorization()).isEqualTo("Bearer read-key");
    assertThat(cli.asked).isEmpty();
  }

  @Test
  void coloursTheLinesOnATerminalThatWantsIt() {
    preloop.rest(DIFF, 200, DIFFERS);
    cli.columns = 80;

    assertThat(cli.run("policy", "diff", "-").out())
        .contains(
            "\u001b[31m- otherwise: allow\u001b[0m\n", "\u001b[32m+ otherwise: deny\u001b[0m\n")
        .contains("\u001b[31mwould be denied");
    assertThat(cli.run("policy", "diff", "-", "--no-color").out()).doesNotContain("\u001b");
    cli.environment.put("NO_COLOR", "1");
    assertThat(cli.run("policy", "diff", "-").out()).doesNotContain("\u001b");
  }

  @Test
  void showsALayoutThatIsTheOnlyChange() {
    preloop.rest(
        DIFF,
        200,
        """
        {"policy_name": "Mine", "version": 7, "changes": ["changed layout"], "waiting": [],
         "entries": [{"kind": "changed", "part": "layout", "key": "",
                      "before": "# a\\nx: 1\\n", "after": "# b\\nx: 1\\n"}],
         "waiting_total": 1, "waiting_judged": 1, "findings": []}
        """);

    assertThat(cli.run("policy", "diff", "-").out())
        .isEqualTo(
            """
            -: Mine against version 7

            changed layout
            - # a
            + # b
              x: 1

            1 call waits for a decision now, and nothing changes for it.
            """);
  }

  @Test
  void noticesDriftWhereItIsAskedTo() {
    preloop.rest(DIFF, 200, DIFFERS).rest(DIFF, 200, SAME);

    assertThat(cli.run("policy", "diff", "--exit-code", "-").code()).isEqualTo(1);
    var same = cli.run("policy", "diff", "--exit-code", "-");
    assertThat(same.code()).isZero();
    assertThat(same.out()).isEqualTo("-: Mine is in force as it is written; version 7.\n");
  }

  @Test
  void aDocumentThatIsNotValidHasNothingToCompare() {
    preloop.rest(
        DIFF,
        422,
        """
        {"type": "x/policy-invalid", "detail": "No.", "findings": [
          {"severity": "error", "code": "key.unknown", "path": "$", "line": 1, "column": 1,
           "message": "There is no key `metadat`."}]}
        """);

    var run = cli.run("policy", "diff", "-");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("-:1:1 error key.unknown", "there is nothing to compare");
  }

  @Test
  void programsGetOneAnswerForAllDocuments() {
    preloop.rest(DIFF, 200, TOGETHER);
    cli.input += "---\nmetadata: { name: b }\n";

    var run = cli.run("policy", "diff", "-o", "json", "-");

    var answer = Json.read(run.out());
    assertThat(answer.at("/items/0/entries/0/after").asString()).isEqualTo("name: t\n");
    assertThat(answer.at("/waiting_total").asInt()).isEqualTo(1);
    assertThat(answer.at("/items/1/file").asString()).isEqualTo("-:3");
    assertThat(answer.at("/items/1/policy_name").asString()).isEqualTo("b");
  }

  @Test
  void showsDocumentsThatAreAppliedTogetherAndWhatIsTaken() {
    preloop.rest(DIFF, 200, TOGETHER);
    cli.input += "---\nmetadata: { name: b }\n";

    var run = cli.run("policy", "diff", "--force", "-");

    assertThat(run.out())
        .isEqualTo(
            """
            -:1: Mine against version 7

            added tool t
            + name: t
            -:3: b is in force as it is written; version 7.
            taken: old against version 7

            removed defaults
            - mode: shadow

            1 call waits for a decision now, and nothing changes for it.
            """);
    assertThat(preloop.last().query()).isEqualTo("force=true");
    assertThat(preloop.received()).hasSize(1);
  }
}
