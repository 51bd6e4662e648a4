package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyTests extends AgainstPreloop {

  private static final String WARNING =
      """
      {"severity": "warning", "code": "tool.unmatched", "path": "$.tools[0]", "line": 3,
       "column": 5, "message": "No known tool matches."}
      """;
  private static final String ERROR =
      """
      {"severity": "error", "code": "key.unknown", "path": "$.tols", "line": 2, "column": 1,
       "message": "There is no key `tols`; did you mean `tools`?"}
      """;
  private static final String APPLIED =
      "{\"policy_name\":\"Mine\",\"version\":4,\"applied\":true,\"changes\":[\"add tool bash\"],"
          + "\"findings\":[%s]}";

  private String file = "";

  @BeforeEach
  void document() throws IOException {
    var path = home.resolve("policy.yaml");
    Files.writeString(path, "version: \"1.0\"\ntols:\n  - name: bash\n");
    file = path.toString();
  }

  @Test
  void validateShowsEachFindingWithItsLine() {
    preloop.rest("POST /policies/validate", 200, "{\"valid\":false,\"findings\":[" + ERROR + "]}");

    var run = cli.run("policy", "validate", file);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo(
            file
                + ":2:1 error key.unknown There is no key `tols`; did you mean `tools`?\n"
                + "    tols:\n"
                + "    ^\n");
    assertThat(preloop.last().body()).startsWith("version: \"1.0\"");
    assertThat(preloop.last().headers()).containsEntry("content-type", "application/yaml");
  }

  @Test
  void warningsFailOnlyWhenStrict() {
    preloop.rest("POST /policies/validate", 200, "{\"valid\":true,\"findings\":[" + WARNING + "]}");

    assertThat(cli.run("policy", "validate", file).code()).isZero();
    assertThat(cli.run("policy", "validate", "--strict", file).code()).isEqualTo(1);
  }

  @Test
  void offlineAsksNobody() {
    var run = cli.run("policy", "validate", "--offline", file);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains(file + ":2:1 error key.unknown", "    tols:");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void offlineSaysWhatIsNotHonouredYet() throws IOException {
    Files.writeString(
        home.resolve("policy.yaml"),
        "version: \"1.0\"\nmetadata: { name: a }\napproval_workflows: [ { name: b, approver_teams: [c] } ]\n");

    var run = cli.run("policy", "validate", "--offline", file);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains(file + ":3:", " warning unsupported");
    assertThat(cli.run("policy", "validate", "--offline", "--strict", file).code()).isEqualTo(1);
  }

  @Test
  void withoutAConfiguredServerValidatingIsOffline() throws IOException {
    Files.delete(home.resolve("credentials.json"));

    assertThat(cli.run("policy", "validate", file).code()).isEqualTo(1);
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void applyShowsTheChangesAndKeepsNothing() throws IOException {
    preloop.withOwner().rest("POST /policies/upload", 200, APPLIED.formatted(WARNING));
    cli.withPassword();

    var run = cli.run("policy", "apply", file);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(":3:5 warning tool.unmatched", "  add tool bash", "Mine: applied as version 4.");
    assertThat(preloop.last().query()).isEqualTo("dry_run=false");
    assertThat(preloop.last().authorization()).isEqualTo("Bearer owner-token");
    assertThat(kept()).containsExactly("credentials.json", "policy.yaml");
  }

  @Test
  void aDryRunSaysThatNothingChanged() {
    preloop.withOwner().rest("POST /policies/upload", 200, APPLIED.formatted(""));

    var run = cli.withPassword().run("policy", "apply", "--dry-run", file);

    assertThat(run.out()).contains("a dry run; nothing was changed");
    assertThat(preloop.last().query()).isEqualTo("dry_run=true");
  }

  @Test
  void strictNeverUploadsADocumentWithWarnings() {
    preloop
        .withOwner()
        .rest(
            "POST /policies/upload",
            422,
            "{\"type\":\"x/policy-invalid\",\"detail\":\"No.\",\"findings\":[" + ERROR + "]}");

    assertThat(cli.withPassword().run("policy", "apply", "--strict", file).code()).isEqualTo(1);
    assertThat(preloop.last().query()).isEqualTo("dry_run=false&strict=true");
  }

  @Test
  void anInvalidDocumentIsRefusedWithItsFindings() {
    preloop
        .withOwner()
        .rest(
            "POST /policies/upload",
            422,
            "{\"type\":\"https://preloop.ai/problems/policy-invalid\",\"detail\":\"Not valid.\","
                + "\"findings\":["
                + ERROR
                + "]}");

    var run = cli.withPassword().run("policy", "apply", file);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("error key.unknown");
    assertThat(run.err()).startsWith("Not applied: ");
  }

  @Test
  void aFolderIsItsDocumentsInOrderWithoutTheirTests() throws IOException {
    preloop.withOwner().rest("POST /policies/upload", 200, APPLIED.formatted(""));
    Files.createDirectory(home.resolve("policies"));
    cli.write("policies/b.yml", "b")
        .write("policies/a.json", "a")
        .write("policies/tests.yaml", "no")
        .write("policies/a.tests.yaml", "no")
        .write("policies/.hidden.yaml", "no");

    cli.withPassword().run("policy", "apply", home.resolve("policies").toString());

    assertThat(preloop.last().body())
        .containsSubsequence(
            "Content-Type: application/json\r\n\r\na\r\n",
            "Content-Type: application/yaml\r\n\r\nb\r\n")
        .doesNotContain("no\r\n");
  }

  @Test
  void aDashIsStandardInput() {
    preloop.withOwner().rest("POST /policies/upload", 200, APPLIED.formatted(""));
    cli.input = "from a pipe";

    cli.withPassword().run("policy", "apply", "-");

    assertThat(preloop.last().body()).isEqualTo("from a pipe");
  }

  @Test
  void aFileThatIsNotThereIsWrongUsage() {
    assertThat(cli.run("policy", "validate", home + "/nothing.yaml").code()).isEqualTo(2);
  }
}
