package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.ANA;
import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.call;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static ai.preloop.policies.verdicts.VerdictFixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The sample of the documentation, line by line: what each of its keys does to verdicts. */
class FlagshipTests {

  private static final Path SAMPLE = Path.of("src/test/resources/samples/safeguards/policy.yaml");
  private static final KnownTool BASH =
      new KnownTool(
          "shell",
          "bash",
          "mcp",
          Map.of("type", "object", "properties", Map.of("command", Map.of("type", "string"))),
          KnownTool.Hints.UNTRUSTED);
  private static final String DEPLOY = "{'command':'deploy --env production'}";
  private static final String LIST = "{'command':'ls'}";

  @Test
  void denyingTellsTheAgentInItsOwnWords() throws IOException {
    assertThat(policy("", "").judge(bash("{'command':'rm -rf /'}")))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> assertThat(deny.message()).isEqualTo("Refused by the platform team"));
  }

  @Test
  void askingNamesTheWorkflowWithAllThatItSays() throws IOException {
    var ask = (Verdict.Ask) policy("", "").judge(bash(DEPLOY));
    assertThat(ask.workflows())
        .singleElement()
        .satisfies(workflow -> {
          assertThat(workflow.name()).isEqualTo("deploy-approval");
          assertThat(workflow.timing().timeoutSeconds()).isEqualTo(600);
          assertThat(workflow.timing().escalateAfterSeconds()).isEqualTo(300);
          assertThat(workflow.quorum().requiredApprovals()).isEqualTo(1);
          assertThat(workflow.people())
              .isEqualTo(
                  new ApprovalWorkflow.People(
                      List.of("ana"), List.of("platform"), List.of("lead"), List.of("on-call")));
          assertThat(workflow.asyncApproval()).isTrue();
        });
  }

  @Test
  void anythingElseIsAllowedAndNeedsAJustification() throws IOException {
    var policy = policy("", "");
    assertThat(word(policy.judge(bash(LIST)))).isEqualTo("allow");
    assertThat(policy.justificationFor(CalledTool.of(BASH), ANA)).isEqualTo(Justification.REQUIRED);
  }

  @Test
  void aToolThatIsSwitchedOffIsDenied() throws IOException {
    assertThat(word(policy("enabled: true", "enabled: false").judge(bash(LIST)))).isEqualTo("deny");
  }

  @Test
  void theNightlyJobIsDeniedWhateverIsNotReadOnly() throws IOException {
    var reading =
        CalledTool.of(
            new KnownTool(
                "files", "read", "mcp", Map.of(), new KnownTool.Hints(true, false, true, false)));
    var policy = policy("", "");
    assertThat(word(policy.judge(call(NIGHTLY, CalledTool.of(BASH), LIST)))).isEqualTo("deny");
    assertThat(word(policy.judge(call(NIGHTLY, tool("anything"), "{}")))).isEqualTo("deny");
    assertThat(word(policy.judge(call(NIGHTLY, reading, "{}")))).isEqualTo("allow");
  }

  @Test
  void aToolThatNobodySpeaksOfIsAllowedUntilTheDefaultsSayOtherwise() throws IOException {
    var unknown = call(ANA, tool("else"), "{}");
    assertThat(word(policy("", "").judge(unknown))).isEqualTo("allow");
    assertThat(word(policy("unknown_tools: allow", "unknown_tools: deny").judge(unknown)))
        .isEqualTo("deny");
    assertThat(
            word(policy("unknown_tools: allow", "unknown_tools: require_approval").judge(unknown)))
        .isEqualTo("ask deploy-approval");
  }

  @Test
  void aNewToolIsAskedForByTheDefaultWorkflow() throws IOException {
    var added = new CalledTool("s", "new", "mcp", KnownTool.Hints.UNTRUSTED, false, true, false);
    var key = "require_approval_for_new_tools: ";
    assertThat(word(policy("", "").judge(call(ANA, added, "{}")))).isEqualTo("ask deploy-approval");
    assertThat(word(policy(key + "true", key + "false").judge(call(ANA, added, "{}"))))
        .isEqualTo("allow");
  }

  @Test
  void aChangedDefinitionIsAskedForHeldOrAllowed() throws IOException {
    var changed =
        new CalledTool("shell", "bash", "mcp", KnownTool.Hints.UNTRUSTED, false, false, true);
    var key = "on_definition_change: ";
    assertThat(word(policy("", "").judge(call(ANA, changed, LIST))))
        .isEqualTo("ask deploy-approval");
    assertThat(word(policy(key + "require_approval", key + "hold").judge(call(ANA, changed, LIST))))
        .isEqualTo("deny");
    assertThat(
            word(policy(key + "require_approval", key + "allow").judge(call(ANA, changed, LIST))))
        .isEqualTo("allow");
  }

  @Test
  void whatCannotBeEvaluatedIsAskedForOrDenied() throws IOException {
    var broken = call(ANA, tool("other", "bash", "mcp"), "{}");
    assertThat(word(policy("", "").judge(broken))).isEqualTo("ask deploy-approval");
    assertThat(word(policy("on_error: require_approval", "on_error: deny").judge(broken)))
        .isEqualTo("deny");
  }

  @Test
  void argumentsThatBreakTheSchemaAreRefusedUnlessNobodyChecksThem() throws IOException {
    var wrong = bash("{'command':7}");
    assertThat(policy("", "").judge(wrong))
        .isInstanceOfSatisfying(
            Verdict.Deny.class,
            deny -> {
              assertThat(deny.cause()).isEqualTo(Verdict.Cause.ARGUMENTS);
              assertThat(deny.message()).contains("command");
            });
    assertThat(word(policy("validate_arguments: true", "validate_arguments: false").judge(wrong)))
        .isEqualTo("ask deploy-approval");
  }

  @Test
  void inShadowTheRulesAreRecordedAndDoNotBindButChecksDo() throws IOException {
    var shadow = policy("  mode: enforce\n", "  mode: shadow\n", "validate_arguments");
    assertThat(word(shadow.judge(bash("{'command':'rm -rf /'}")))).isEqualTo("allow");
    assertThat(word(shadow.judge(bash(DEPLOY)))).isEqualTo("allow");
    assertThat(word(shadow.judge(bash("{'command':7}")))).isEqualTo("deny");
  }

  @Test
  void aRuleInShadowIsRecordedAndSkipped() throws IOException {
    var shadow = policy("        mode: enforce", "        mode: shadow");
    var verdict = shadow.judge(bash(DEPLOY));
    assertThat(word(verdict)).isEqualTo("allow");
    assertThat(verdict.basis().steps()).anyMatch(step -> step.detail().startsWith("shadow"));
  }

  private static Call bash(String arguments) {
    return call(ANA, CalledTool.of(BASH), arguments);
  }

  private static CompiledPolicy policy(String written, String instead) throws IOException {
    return policy(written, instead, "");
  }

  /** The sample with one line written differently: the first such line after a word. */
  private static CompiledPolicy policy(String written, String instead, String after)
      throws IOException {
    var sample = Files.readString(SAMPLE);
    int at = sample.indexOf(written, sample.indexOf(after));
    assertThat(at).isNotNegative();
    var source = sample.substring(0, at) + instead + sample.substring(at + written.length());
    var surroundings = Surroundings.offline(Map.of()).withTools(List.of(BASH));
    var reading = new PolicyReader().read(source.getBytes(StandardCharsets.UTF_8), surroundings);
    PolicyDocument document =
        Objects.requireNonNull(reading.document(), reading.findings()::toString);
    return CompiledPolicy.compile(1, List.of(document), List.of(BASH));
  }
}
