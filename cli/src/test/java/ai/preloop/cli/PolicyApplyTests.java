package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.terminal.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code policy apply}: all documents of a run in one request, and so all or none. */
class PolicyApplyTests extends AgainstPreloop {

  private static final String UPLOAD = "POST /policies/upload";
  private static final String TWO =
      "metadata: { name: a } # one\n---\n# two\nmetadata: { name: b }\n";
  private static final String BOTH =
      """
      {"version": 4, "applied": true, "documents": [
        {"policy_name": "a", "changes": ["added tool t"], "findings": []},
        {"policy_name": "b", "changes": [], "findings": []}], "servers": [], "unfit": []}
      """;

  @BeforeEach
  void owner() {
    preloop.withOwner();
    cli.withPassword();
  }

  @Test
  void aStreamIsAppliedInOneVersion() {
    preloop.rest(UPLOAD, 200, BOTH);
    cli.input = TWO;

    var run = cli.run("policy", "apply", "-");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo("  added tool t\na: applied as version 4.\nb: nothing to change; version 4.\n");
    assertThat(uploads()).isEqualTo(1);
    assertThat(preloop.last().headers().get("content-type"))
        .startsWith("multipart/form-data; boundary=");
    assertThat(preloop.last().body())
        .contains(
            "name=\"file\"",
            "\r\n\r\nmetadata: { name: a } # one\n\r\n--",
            "\r\n\r\n# two\nmetadata: { name: b }\n\r\n--");
    assertThat(preloop.last().body()).endsWith("--\r\n");
  }

  @Test
  void theServersThatItBringsAreToldWithWhatDoesNotFitThem() {
    preloop.rest(
        UPLOAD,
        200,
        """
        {"policy_name": "a", "version": 4, "applied": true, "changes": ["added server shop"],
         "findings": [], "servers": [
           {"id": "1", "name": "shop", "tools": 1, "suspicious": ["pay"], "error": null},
           {"id": "2", "name": "till", "tools": 0, "suspicious": [], "error": "It has not answered yet."}],
         "unfit": [{"policy_name": "a", "code": "c", "path": "$", "line": 7, "column": 1,
           "message": "no such field `amont`"}]}
        """);
    cli.input = "metadata: { name: a }\n";

    assertThat(cli.run("policy", "apply", "-").out())
        .endsWith(
            """
            a: applied as version 4.
              server shop: 1 tool found
                suspicious pay (hidden characters, or words that read like instructions to an agent)
              server till: It has not answered yet.
              the policy of a does not fit any more, line 7: no such field `amont`
            """);
  }

  @Test
  void oneDocumentIsSentAsItIs() {
    preloop.rest(
        UPLOAD,
        200,
        "{\"policy_name\":\"a\",\"version\":4,\"applied\":true,\"changes\":[\"added tool t\"],\"findings\":[]}");
    cli.input = "metadata: { name: a }\n";

    var run = cli.run("policy", "apply", "-");

    assertThat(run.out()).isEqualTo("  added tool t\na: applied as version 4.\n");
    assertThat(preloop.last().body()).isEqualTo(cli.input);
    assertThat(preloop.last().headers()).containsEntry("content-type", "application/yaml");
  }

  @Test
  void aDryRunSaysWhatAllOfThemWouldDo() {
    preloop.rest(UPLOAD, 200, BOTH.replace("true", "false"));
    cli.input = TWO;

    var run = cli.run("policy", "apply", "--dry-run", "-");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("a: a dry run; nothing was changed.");
    assertThat(preloop.last().query()).isEqualTo("dry_run=true");
  }

  @Test
  void whatIsFoundStandsAtItsLineInTheWholeFile() {
    preloop.rest(
        UPLOAD,
        422,
        """
        {"type": "x/policy-invalid", "detail": "No.", "documents": [
          {"policy_name": "a", "valid": true, "findings": []},
          {"policy_name": "b", "valid": false, "findings": [
            {"severity": "error", "code": "key.unknown", "path": "$", "line": 1, "column": 2,
             "message": "No."}]}]}
        """);
    cli.write("both.yaml", "metadata: { name: a }\n---\nmetadata: { name: b }\n");

    var run = cli.run("policy", "apply", home.resolve("both.yaml").toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("both.yaml:3:2 error key.unknown No.\n    metadata: { name: b }\n     ^");
    assertThat(run.err()).contains("Not applied: ", "both.yaml:1, ", "both.yaml:3.");
  }

  @Test
  void saysWhatIsTakenFromOthers() {
    preloop.rest(
        UPLOAD,
        200,
        """
        {"policy_name": "a", "version": 4, "applied": true, "changes": ["added defaults"],
         "findings": [], "taken": [{"policy_name": "old", "changes": ["removed defaults"],
           "findings": [{"severity": "warning", "code": "document.rewritten", "path": "$",
             "line": 0, "column": 0, "message": "Its comments are gone."}]}]}
        """);
    cli.input = "metadata: { name: a }\n";

    var run = cli.run("policy", "apply", "--force", "-");

    assertThat(run.out())
        .isEqualTo(
            """
              added defaults
            a: applied as version 4.
              removed defaults
            old: taken from its document.
              warning: Its comments are gone.
            """);
    assertThat(preloop.last().query()).isEqualTo("dry_run=false&force=true");
  }

  @Test
  void nothingIsAppliedWhereTheServerIsAway() {
    preloop.rest(UPLOAD, 503, "{\"detail\":\"The database is away.\"}");
    cli.input = TWO;

    var run = cli.run("policy", "apply", "-");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("Not applied: -:1, -:3.\nThe database is away.\n");
  }

  @Test
  void twoDocumentsOfOneOwnerAreRefused() {
    cli.write("a.yaml", "metadata: { name: a }").write("b.yaml", "metadata: { name: a }");

    var run = cli.run("policy", "apply", home + "/a.yaml", home + "/b.yaml");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("a.yaml and ", "b.yaml are both of the owner 'a'");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void anotherVersionInForceIsAnAnswerToActOn() {
    preloop.rest(
        UPLOAD, 409, "{\"type\":\"x/version-conflict\",\"detail\":\"Version 5 of ana won.\"}");
    cli.input = "metadata: { name: a }";

    var run = cli.run("policy", "apply", "--expect-version", "4", "-");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("Not applied: -.\nVersion 5 of ana won.\n");
    assertThat(preloop.last().query()).isEqualTo("dry_run=false&expected_version=4");
  }

  @Test
  void aMachineWritesWithTheKeyThatItWasGiven() {
    preloop.rest(UPLOAD, 200, BOTH);
    cli.environment.remove("PRELOOP_PASSWORD");
    cli.input = TWO;

    assertThat(cli.run("policy", "apply", "--with-key", "-").code()).isEqualTo(2);
    assertThat(preloop.received()).isEmpty();

    cli.environment.put("PRELOOP_TOKEN", "prl_ci");
    assertThat(cli.run("policy", "apply", "--with-key", "-").code()).isZero();
    assertThat(preloop.last().authorization()).isEqualTo("Bearer prl_ci");
    assertThat(preloop.received()).hasSize(1);
    assertThat(cli.asked).isEmpty();
  }

  @Test
  void programsGetOneAnswerForAll() {
    preloop.rest(UPLOAD, 200, BOTH);
    cli.input = TWO;

    var answer = Json.read(cli.run("policy", "apply", "-", "-o", "json").out());

    assertThat(answer.at("/items/1/file").asString()).isEqualTo("-:3");
    assertThat(answer.at("/items/1/policy_name").asString()).isEqualTo("b");
    assertThat(answer.at("/items/1/applied").asBoolean()).isTrue();
    assertThat(answer.at("/items/1/version").asInt()).isEqualTo(4);
  }

  private long uploads() {
    return preloop.received().stream().filter(asked -> asked.path().endsWith("/upload")).count();
  }
}
