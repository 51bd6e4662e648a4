package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.terminal.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code policy generate}: a document on the output, and what is said of it beside. */
class PolicyGenerateTests extends AgainstPreloop {

  private static final String GENERATE = "POST /policies/generate";
  private static final String FROM_AUDIT = "POST /policies/generate-from-audit";
  private static final String VALID =
      """
      {"document": "version: \\"1.0\\"\\nmetadata: { name: generated }\\n",
       "tests_document": "cases: []\\n", "valid": true, "findings": [
         {"severity": "warning", "code": "tool.unmatched", "path": "$", "line": 2, "column": 1,
          "message": "No known tool."}],
       "attempts": 2, "explanation": [
         {"part": "tools", "entry": "pay", "rule": 0, "words": "Every call of the tool `pay` is refused."}],
       "model_note": "I assumed\\u001b[2J nothing.",
       "diff": {"policy_name": "generated", "version": 4, "changes": ["added tool pay"]},
       "tests": {"passed": 1, "failed": 1, "results": [
         {"name": "good", "ok": true}, {"name": "bad", "ok": false, "differences": ["verdict"]}]},
       "backtest": {"from": "2026-10-23T00:00:00Z", "to": "2026-11-22T00:00:00Z", "calls": 0},
       "omitted": [], "usage": {"model": "gpt", "calls": 2, "input_tokens": 4000,
         "output_tokens": 300, "cost_usd": 0.0125, "estimated": false}}
      """;

  @BeforeEach
  void owner() {
    preloop.withOwner();
    cli.withPassword();
  }

  @Test
  void theDocumentIsTheOutputAndTheRestIsBeside() {
    preloop.rest(GENERATE, 200, VALID);

    var run = cli.run("policy", "generate", "refuse payments", "--model", "gpt", "--extend");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo("version: \"1.0\"\nmetadata: { name: generated }\n");
    assertThat(run.err())
        .isEqualTo(
            """
            draft:2:1 warning tool.unmatched No known tool.
                metadata: { name: generated }
                ^
            What it says
              Every call of the tool `pay` is refused.

            Against version 4
              added tool pay

            Its tests: 1 passed, 1 failed
              bad: verdict

            draft: no call is recorded from 2026-10-23 00:00:00 UTC to 2026-11-22 00:00:00 UTC

            The model's own note, for which nothing vouches
              I assumed\\u001B[2J nothing.

            Valid after 2 of 3 attempts by gpt (4000 tokens in, 300 out, $0.0125); nothing is applied.
            """);
    assertThat(Json.read(preloop.last().body()))
        .isEqualTo(
            Json.read(
                "{\"description\":\"refuse payments\",\"model\":\"gpt\",\"base\":\"active\"}"));
    assertThat(preloop.last().authorization()).isNotEqualTo("Bearer read-key");
  }

  @Test
  void filesGetTheDocuments() throws Exception {
    preloop.rest(GENERATE, 200, VALID);
    Path file = home.resolve("p.yaml");

    var run =
        cli.run(
            "policy", "generate", "x", "--file", file.toString(), "--tests-file", home + "/t.yaml");

    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(file)).startsWith("version: \"1.0\"");
    assertThat(Files.readString(home.resolve("t.yaml"))).isEqualTo("cases: []\n");
  }

  @Test
  void noFileIsOverwritten() {
    cli.write("p.yaml", "mine");

    var run = cli.run("policy", "generate", "x", "--file", home + "/p.yaml");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is there already");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void recordedCallsAreNamed() {
    preloop.rest(FROM_AUDIT, 200, VALID);

    var run =
        cli.run(
            "policy",
            "generate",
            "--from-audit",
            "--since",
            "2026-11-01T00:00:00Z",
            "--key",
            "claude",
            "--name",
            "mine");

    assertThat(run.code()).isZero();
    assertThat(Json.read(preloop.last().body()))
        .isEqualTo(
            Json.read(
                "{\"policy_name\":\"mine\",\"from\":\"2026-11-01T00:00:00Z\",\"key\":\"claude\"}"));
  }

  @Test
  void anInvalidDraftEndsWithOne() {
    preloop.rest(
        GENERATE,
        200,
        """
        {"document": "x", "valid": false, "attempts": 3, "explanation": [], "model_note": "",
         "findings": [{"severity": "error", "code": "draft.empty", "path": "$", "line": 0,
           "column": 0, "message": "Nothing."}],
         "omitted": ["It was not repaired."], "usage": {"model": "gpt", "input_tokens": 1,
           "output_tokens": 2}}
        """);

    var run = cli.run("policy", "generate", "x");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            draft: error draft.empty Nothing.

            It was not repaired.
            Not valid after 3 of 3 attempts by gpt (1 tokens in, 2 out); nothing is applied.
            """);
  }

  @Test
  void programsGetTheWholeAnswer() {
    preloop.rest(GENERATE, 200, VALID);

    var run = cli.run("policy", "generate", "x", "-o", "json");

    assertThat(Json.read(run.out()).path("attempts").asInt()).isEqualTo(2);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void aWishIsNeeded() {
    assertThat(cli.run("policy", "generate").code()).isEqualTo(2);
    assertThat(cli.run("policy", "generate", "x", "--since", "7d").code()).isEqualTo(2);
    assertThat(cli.run("policy", "generate", "--from-audit", "--since", "soon").code())
        .isEqualTo(2);
    assertThat(preloop.received()).isEmpty();
  }
}
