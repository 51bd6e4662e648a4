package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.VerdictFixtures.ANA;
import static ai.preloop.policies.verdicts.VerdictFixtures.NIGHTLY;
import static ai.preloop.policies.verdicts.VerdictFixtures.bash;
import static ai.preloop.policies.verdicts.VerdictFixtures.policy;
import static ai.preloop.policies.verdicts.VerdictFixtures.tool;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Justification;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known before a call: what is hidden, what holds for all, what must be justified. */
class OutlookTests {

  @Test
  void hidesWhatIsOffOrAlwaysDenied() {
    assertThat(bash("enabled: false").hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(bash("otherwise: deny").hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(bash("conditions: [ { action: deny } ]").hidden(tool("bash"), NIGHTLY)).isTrue();
    String some = "conditions: [ { expression: \"args.x == 1\", action: %s }, { action: deny } ]";
    assertThat(bash(some.formatted("deny")).hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(bash(some.formatted("allow")).hidden(tool("bash"), NIGHTLY)).isFalse();
    assertThat(bash("approval_workflow: first").hidden(tool("bash"), NIGHTLY)).isFalse();
    assertThat(bash("conditions: [ { action: deny, mode: shadow } ]").hidden(tool("bash"), NIGHTLY))
        .isFalse();
    CompiledPolicy unknown = policy("defaults: { unknown_tools: deny }");
    assertThat(unknown.hidden(tool("zsh"), NIGHTLY)).isTrue();
    CompiledPolicy subject =
        policy(
            "subjects: [ { type: api_key, name: nightly-job, tools: [ { name: bash, otherwise: deny } ] } ]");
    assertThat(subject.hidden(tool("bash"), NIGHTLY)).isTrue();
    assertThat(subject.hidden(tool("bash"), ANA)).isFalse();
  }

  @Test
  void saysBeforeACallOnlyWhatHoldsForAll() {
    assertThat(policy("").outlook(tool("bash"), ANA).kind()).isEqualTo(Outlook.Kind.ALLOW);
    assertThat(bash("enabled: false").outlook(tool("bash"), ANA).kind())
        .isEqualTo(Outlook.Kind.DENY);
    assertThat(bash("otherwise: deny").outlook(tool("bash"), ANA).kind())
        .isEqualTo(Outlook.Kind.DENY);
    assertThat(bash("approval_workflow: first").outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.ASK, List.of("first"), 0));
    String some = "conditions: [ { expression: \"args.x == 1\", action: %s }, { action: %s } ]";
    assertThat(bash(some.formatted("allow", "deny")).outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.CONDITIONAL, List.of(), 2));
    assertThat(bash(some.formatted("deny", "deny")).outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.DENY, List.of(), 2));
    assertThat(bash("conditions: [ { action: deny, mode: shadow } ]").outlook(tool("bash"), ANA))
        .isEqualTo(new Outlook(Outlook.Kind.ALLOW, List.of(), 1));
  }

  @Test
  void takesTheStrictestJustification() {
    String optional = "tools: [ { name: bash, justification: optional } ]\n";
    String required =
        "subjects: [ { type: api_key, name: nightly-job, tools: [ { name: bash, justification: required } ] } ]";
    assertThat(policy(optional, required).justificationFor(tool("bash"), NIGHTLY))
        .isEqualTo(Justification.REQUIRED);
    assertThat(policy(optional, required).justificationFor(tool("bash"), ANA))
        .isEqualTo(Justification.OPTIONAL);
    assertThat(policy(optional).justificationFor(tool("zsh"), ANA))
        .isEqualTo(Justification.DISABLED);
  }
}
