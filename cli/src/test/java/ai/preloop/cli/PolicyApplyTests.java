package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.PreloopFixture.Received;
import ai.preloop.cli.PreloopFixture.Reply;
import ai.preloop.cli.terminal.Json;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code policy apply} of several documents: all or none where it can be known before. */
class PolicyApplyTests extends AgainstPreloop {

  private static final String UPLOAD = "POST /api/v1/policies/upload";

  /** Uses what the document of the owner {@code base} brings. */
  private static final String USES =
      "# who uses it\nmetadata: { name: uses }\ntools: [ { name: t, approval_workflow: people } ]\n";

  private static final String BASE =
      "metadata: { name: base } # and why\napproval_workflows: [ { name: people } ]\n";

  private int version = 3;
  private boolean basis;

  @BeforeEach
  void owner() {
    preloop.withOwner();
    cli.withPassword();
  }

  @Test
  void aStreamIsAppliedDocumentByDocument() {
    preloop.on(UPLOAD, this::takes);
    cli.input = "metadata: { name: a } # one\n---\n# two\nmetadata: { name: b }\n";

    var run = cli.run("policy", "apply", "-");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "  added tool t\na: applied as version 4.\n  added tool t\nb: applied as version 5.\n");
    assertThat(applied())
        .containsExactly("metadata: { name: a } # one\n", "# two\nmetadata: { name: b }\n");
  }

  @Test
  void whatIsFoundStandsAtItsLineInTheWholeFile() {
    preloop.on(
        UPLOAD, asked -> asked.body().contains("b") ? refused("key.unknown", "No.") : takes(asked));
    cli.write("both.yaml", "metadata: { name: a }\n---\nmetadata: { name: b }\n");

    var run = cli.run("policy", "apply", home.resolve("both.yaml").toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains("both.yaml:3:2 error key.unknown No.\n    metadata: { name: b }\n     ^");
    assertThat(run.err()).contains("Not applied: ", "both.yaml:1, ", "both.yaml:3.");
    assertThat(applied()).isEmpty();
  }

  @Test
  void whatUsesAnotherDocumentIsAppliedAfterIt() {
    preloop.on(UPLOAD, this::knowsThePeople);
    cli.input = USES + "---\n" + BASE;

    var run = cli.run("policy", "apply", "-");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("base: applied as version 4.", "uses: applied as version 5.");
    assertThat(applied()).containsExactly(USES, BASE, USES);
  }

  @Test
  void aDryRunSaysWhatWaitsForAnother() {
    preloop.on(UPLOAD, this::knowsThePeople);
    cli.input = USES + "---\n" + BASE;

    var run = cli.run("policy", "apply", "--dry-run", "-");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "-:1: what it would change is known once", "base: a dry run; nothing was changed.");
    assertThat(applied()).isEmpty();
  }

  @Test
  void whatNobodyBringsIsRefusedBeforeAnythingIsApplied() {
    preloop.on(UPLOAD, this::knowsThePeople);
    cli.input = USES + "---\nmetadata: { name: other }\n";

    var run = cli.run("policy", "apply", "-");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("-:1:2 error workflow.unknown");
    assertThat(applied()).isEmpty();
  }

  @Test
  void documentsThatWaitForEachOtherAreRefused() {
    String brings = "metadata: { name: %s }\napproval_workflows: [ { name: of-%s } ]\n";
    preloop.on(
        UPLOAD,
        asked ->
            refused(
                "workflow.unknown",
                "There is no approval workflow `of-%s`."
                    .formatted(asked.body().contains("of-a") ? "b" : "a")));
    cli.input = brings.formatted("a", "a") + "---\n" + brings.formatted("b", "b");

    var run = cli.run("policy", "apply", "-");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("-:1:2 error workflow.unknown");
    assertThat(run.err()).isEqualTo("Not applied: -:1, -:4.\n");
    assertThat(applied()).hasSize(2);
  }

  @Test
  void saysWhatWasAppliedWhereTheNextOneFails() {
    preloop.on(
        UPLOAD,
        asked -> isRehearsal(asked) || asked.body().contains("a }") ? takes(asked) : away());
    cli.input = "metadata: { name: a }\n---\nmetadata: { name: b }\n";

    var run = cli.run("policy", "apply", "-");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).contains("a: applied as version 4.");
    assertThat(run.err()).isEqualTo("-:3 was not applied.\nThe database is away.\n");
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
  void expectsTheVersionThatItLeavesItself() {
    preloop.on(UPLOAD, this::takes);
    cli.input = "metadata: { name: a }\n---\nmetadata: { name: b }\n";

    cli.run("policy", "apply", "--expect-version", "3", "-");

    assertThat(preloop.received().stream().skip(1).map(Received::query))
        .containsExactly(
            "dry_run=true&expected_version=3",
            "dry_run=true&expected_version=3",
            "dry_run=false&expected_version=3",
            "dry_run=false&expected_version=4");
  }

  @Test
  void anotherVersionInForceIsAnAnswerToActOn() {
    preloop.on(
        UPLOAD, 409, "{\"type\":\"x/version-conflict\",\"detail\":\"Version 5 of ana won.\"}");
    cli.input = "metadata: { name: a }";

    var run = cli.run("policy", "apply", "--expect-version", "4", "-");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("- was not applied.\nVersion 5 of ana won.\n");
  }

  @Test
  void aMachineWritesWithTheKeyThatItWasGiven() {
    preloop.on(UPLOAD, this::takes);
    cli.environment.remove("PRELOOP_PASSWORD");
    cli.input = "metadata: { name: a }";

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
    preloop.on(UPLOAD, this::takes);
    cli.input = "metadata: { name: a }\n---\nmetadata: { name: b }\n";

    var answer = Json.read(cli.run("policy", "apply", "-", "-o", "json").out());

    assertThat(answer.at("/items/1/file").asString()).isEqualTo("-:3");
    assertThat(answer.at("/items/1/policy_name").asString()).isEqualTo("b");
    assertThat(answer.at("/items/1/applied").asBoolean()).isTrue();
    assertThat(answer.at("/items/1/version").asInt()).isEqualTo(5);
  }

  private List<String> applied() {
    return preloop.received().stream()
        .filter(asked -> asked.path().endsWith("/upload") && !isRehearsal(asked))
        .map(Received::body)
        .toList();
  }

  private static boolean isRehearsal(Received asked) {
    return asked.query().contains("dry_run=true");
  }

  private Reply takes(Received asked) {
    if (!isRehearsal(asked)) {
      version++;
    }
    return Reply.json(
        200,
        """
        {"policy_name": "%s", "version": %d, "applied": %s, "changes": ["added tool t"],
         "findings": []}
        """
            .formatted(
                asked.body().replaceFirst("(?s).*metadata: \\{ name: (\\w+) }.*", "$1"),
                version,
                !isRehearsal(asked)));
  }

  /** As an account does that knows the workflow once it is there. */
  private Reply knowsThePeople(Received asked) {
    if (asked.body().equals(USES) && !basis) {
      return refused("workflow.unknown", "There is no approval workflow `people` in the account.");
    }
    basis = basis || (asked.body().equals(BASE) && !isRehearsal(asked));
    return takes(asked);
  }

  private static Reply away() {
    return Reply.json(503, "{\"detail\":\"The database is away.\"}");
  }

  private static Reply refused(String code, String message) {
    return Reply.json(
        422,
        """
        {"type": "x/policy-invalid", "detail": "Not valid.", "findings": [
          {"severity": "error", "code": "%s", "path": "$", "line": 1, "column": 2,
           "message": "%s"}]}
        """
            .formatted(code, message));
  }
}
