package ai.preloop.policies.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import ai.preloop.policies.syntax.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccountPolicyTests {

  private static final String BASH =
      "tools: [ { name: bash, source: mcp, conditions: [ { expression: args.a == 1, action: deny } ] } ]\n";

  @Test
  void theFirstDocumentAddsEverythingInIt() {
    var text =
        """
        mcp_servers: [ { name: forge, url: "https://forge.test" } ]
        approval_workflows: [ { name: review } ]
        tools: [ { name: bash, source: mcp }, { name: "*" } ]
        subjects: [ { type: api_key, name: nightly, tools: [] } ]
        defaults: {}
        """;

    assertThat(changes(AccountPolicy.EMPTY, owned("Ops", text)))
        .containsExactly(
            "added metadata",
            "added server forge",
            "added approval workflow review",
            "added tool bash (mcp)",
            "added tool *",
            "added subject nightly (api_key)",
            "added defaults");
  }

  @Test
  void theSameFileAgainIsNoChangeAndTheSamePolicy() {
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", BASH));

    var again = accepted(policy, owned("Ops", BASH));

    assertThat(again.isNoOp()).isTrue();
    assertThat(again.policy()).isSameAs(policy);
  }

  @Test
  void anotherFileAddsChangesAndRemovesExactlyWhatItsOwnerHas() {
    var ops = owned("Ops", "tools: [ { name: a }, { name: b }, { name: c, source: mcp } ]");
    var team = owned("Team", "tools: [ { name: a }, { name: z } ]");
    var policy = applied(applied(AccountPolicy.EMPTY, ops), team);

    var next =
        accepted(
            policy,
            owned("Ops", "tools: [ { name: a }, { name: b, enabled: false }, { name: d } ]"));

    assertThat(next.changes())
        .extracting(Change::toString)
        .containsExactly("changed tool b", "added tool d", "removed tool c (mcp)");
    assertThat(next.policy().of("Team")).contains(team);
  }

  @Test
  void anEntryIsKnownByItsSourceAndItsName() {
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", "tools: [ { name: a, source: mcp } ]"));

    assertThat(changes(policy, owned("Ops", "tools: [ { name: a, source: builtin } ]")))
        .containsExactly("added tool a (builtin)", "removed tool a (mcp)");
  }

  @Test
  void whereAnEntryStandsIsNotAChangeOfIt() {
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", BASH));

    var next = accepted(policy, owned("Ops", "# lower, with a comment\n\n" + BASH));

    assertThat(next.changes()).extracting(Change::toString).containsExactly("changed layout");
    assertThat(next.policy().of("Ops"))
        .hasValueSatisfying(ops -> assertThat(ops.source()).contains("# lower"));
  }

  @Test
  void theOrderOfRulesIsAChange() {
    var tool = "tools: [ { name: a, conditions: [ { expression: %s }, { expression: %s } ] } ]";
    var policy =
        applied(AccountPolicy.EMPTY, owned("Ops", tool.formatted("args.x == 1", "args.y == 1")));

    assertThat(changes(policy, owned("Ops", tool.formatted("args.y == 1", "args.x == 1"))))
        .containsExactly("changed tool a");
  }

  @Test
  void twoOwnersMaySpeakAboutOneTool() {
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", BASH));

    assertThat(applied(policy, owned("Team", BASH)).documents()).hasSize(2);
  }

  @Test
  void whatHasOneOwnerCannotBeClaimedByAnother() {
    var text =
        """
        mcp_servers: [ { name: forge, url: "https://forge.test" } ]
        approval_workflows: [ { name: review, is_default: true } ]
        defaults: {}
        """;
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", text));

    assertThat(policy.replace(owned("Team", text)))
        .isInstanceOfSatisfying(
            Replacement.Refused.class,
            refused -> {
              assertThat(refused.findings())
                  .extracting(Finding::path)
                  .containsExactly(
                      "$.approval_workflows[0].name",
                      "$.approval_workflows[0].is_default",
                      "$.mcp_servers[0].name",
                      "$.defaults");
              assertThat(refused.findings())
                  .allSatisfy(finding -> assertThat(finding.message()).contains("`Ops`", "`Team`"));
              assertThat(refused.findings().getFirst().position().line()).isEqualTo(4);
            });
  }

  @Test
  void aSecondDefaultWorkflowIsRefusedUnderAnyName() {
    var first = owned("Ops", "approval_workflows: [ { name: one, is_default: true } ]");
    var second = owned("Team", "approval_workflows: [ { name: two, is_default: true } ]");

    assertThat(applied(AccountPolicy.EMPTY, first).replace(second))
        .isInstanceOf(Replacement.Refused.class);
  }

  @Test
  void whatItsOwnerGaveUpIsFreeForAnother() {
    var claimed = "approval_workflows: [ { name: review } ]";
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", claimed));

    assertThat(applied(applied(policy, owned("Ops", "")), owned("Team", claimed)).documents())
        .hasSize(2);
  }

  @Test
  void removingAnOwnerRemovesWhatItHas() {
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", BASH));

    var removed = policy.remove("Ops");

    assertThat(removed.changes())
        .extracting(Change::toString)
        .containsExactly("removed metadata", "removed tool bash (mcp)");
    assertThat(removed.policy()).isEqualTo(AccountPolicy.EMPTY);
    assertThat(policy.remove("Team").isNoOp()).isTrue();
  }

  @Test
  void tellsAReadingWhatTheOtherOwnersHold() {
    var policy =
        applied(
            AccountPolicy.EMPTY,
            owned("Ops", "approval_workflows: [ { name: w, is_default: true } ]\ndefaults: {}"));

    assertThat(policy.approvalWorkflowsBeside("Team")).isEqualTo(Map.of("w", "Ops"));
    assertThat(policy.claimsBeside("Team"))
        .isEqualTo(new Surroundings.Claims("Ops", "Ops", Map.of()));
    assertThat(policy.approvalWorkflowsBeside("Ops")).isEmpty();
    assertThat(policy.claimsBeside("Ops")).isEqualTo(Surroundings.Claims.NONE);
  }

  @Test
  void findsTheEntriesThatSpeakOfAServerByItsName() {
    var text =
        """
        tools: [ { name: bash, source: shell }, { name: bash }, { name: "*", source: mcp } ]
        subjects: [ { type: api_key, name: nightly, tools: [ { name: "*", source: shell } ] } ]
        """;
    var policy = applied(AccountPolicy.EMPTY, owned("Ops", text));

    assertThat(policy.naming("shell"))
        .extracting(OwnedEntry::toString)
        .containsExactly("bash (shell) of Ops", "* (shell) for nightly (api_key) of Ops");
    assertThat(policy.naming("forge")).isEmpty();
  }

  @Test
  void anOwnerHasOneDocument() {
    var ops = owned("Ops", "");

    assertThatThrownBy(() -> new AccountPolicy(List.of(ops, ops)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static AccountPolicy applied(AccountPolicy policy, OwnedDocument next) {
    return accepted(policy, next).policy();
  }

  private static List<String> changes(AccountPolicy policy, OwnedDocument next) {
    return accepted(policy, next).changes().stream().map(Change::toString).toList();
  }

  private static Replacement.Accepted accepted(AccountPolicy policy, OwnedDocument next) {
    return switch (policy.replace(next)) {
      case Replacement.Accepted accepted -> accepted;
      case Replacement.Refused refused -> throw new AssertionError(refused);
    };
  }

  private static OwnedDocument owned(String owner, String text) {
    var source = "version: \"1.0\"\nmetadata: { name: %s }\n%s".formatted(owner, text);
    var reading =
        new PolicyReader()
            .read(source.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()));
    var document = Objects.requireNonNull(reading.document(), reading.findings()::toString);
    return new OwnedDocument(OwnedDocument.Format.YAML, source, document);
  }
}
