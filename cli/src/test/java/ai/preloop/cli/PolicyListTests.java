package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.PreloopFixture.Reply;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/** {@code policy list} and {@code policy export}: what is in force. */
class PolicyListTests extends AgainstPreloop {

  private static final String VERSIONS = "GET /policies/versions";
  private static final String MINE =
      """
      metadata: { name: Mine, description: What agents may do }
      approval_workflows: [ { name: a }, { name: b } ]
      tools:
        - { name: bash, conditions: &all [ { action: deny }, { action: allow } ] }
        - { name: sh, conditions: *all }
        - { name: ls }
      subjects: [ { type: api_key, name: k, tools: [ { name: "*", conditions: [ {} ] } ] } ]
      """;

  @Test
  void listsWhatIsInEachDocument() {
    preloop
        .rest(VERSIONS, 200, "{\"items\":[{\"number\":7}]}")
        .rest("GET /policies/versions/7", 200, held(MINE));

    var run = cli.run("policy", "list");

    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "OWNER MODE TOOLS RULES WORKFLOWS DESCRIPTION",
            "Mine enforce 3 5 2 What agents may do",
            "other shadow 0 0 0",
            "",
            "Version 7, by ana, 2026-11-22 09:30:00 UTC");
    var answer = Json.read(cli.run("policy", "list", "-o", "json").out());
    assertThat(answer.at("/items/0/rules").asInt()).isEqualTo(5);
    assertThat(answer.at("/version/number").asInt()).isEqualTo(7);
  }

  @Test
  void saysThatThereIsNoPolicyYet() {
    preloop.rest(VERSIONS, 200, "{\"items\":[]}");

    assertThat(cli.run("policy", "list").out())
        .isEqualTo("No policy is in force; apply one with `preloop policy apply policy.yaml`.\n");
  }

  @Test
  void exportsToTheLetterIntoAPipe() {
    String stream = "# why\u202e\r\nmetadata: { name: Mine }\n---\nmetadata: { name: b }";
    preloop.on(
        "GET /api/v1/policies/export",
        asked -> new Reply(200, "application/yaml", Map.of(), stream));

    assertThat(cli.run("policy", "export").out()).isEqualTo(stream);
    assertThat(preloop.last().query()).isEqualTo("format=yaml");
    assertThat(preloop.last().headers()).containsEntry("accept", "application/yaml");

    cli.columns = 80;
    assertThat(cli.run("policy", "export", "-o", "yaml").out()).startsWith("# why\\u202E\\u000D\n");
  }

  @Test
  void exportsOneOwnerAsJson() {
    preloop.rest("GET /policies/export", 200, "[{\"metadata\":{\"name\":\"a b\"}}]");

    var run = cli.run("policy", "export", "a b", "-o", "json");

    assertThat(Json.read(run.out()).at("/0/metadata/name").asString()).isEqualTo("a b");
    assertThat(preloop.last().query()).contains("format=json", "policy_name=a+b");
  }

  @Test
  void anOwnerThatHasNothingIsSaid() {
    preloop.rest("GET /policies/export", 404, "{\"detail\":\"No document of `x` is in force.\"}");

    var run = cli.run("policy", "export", "x");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("No document of `x` is in force.\n");
  }

  private static String held(String mine) {
    return """
    {"version": {"number": 7, "author": "ana", "created_at": "2026-11-22T09:30:00.5Z"},
     "documents": [
       {"policy_name": "Mine", "format": "yaml", "source": %s},
       {"policy_name": "other", "format": "json",
        "source": "{\\"metadata\\": {\\"name\\": \\"other\\"}, \\"defaults\\": {\\"mode\\": \\"shadow\\"}}"}]}
    """
        .formatted(Json.compact(StringNode.valueOf(mine)));
  }
}
