package ai.preloop.policies.wording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DocumentWordsTests {

  @Test
  void saysEachRuleInWords() {
    assertThat(
            words(
                """
                approval_workflows:
                  - { name: people, timeout_seconds: 600, approver_teams: [platform] }
                tools:
                  - name: bash
                    source: mcp
                    approval_workflow: people
                    justification: required
                    conditions:
                      - { expression: "args.command.contains('rm')", action: deny, description: Never }
                      - { expression: "args.command.contains('x')", action: allow, mode: shadow }
                      - { action: require_approval }
                """))
        .containsExactly(
            "1 of the team platform must approve; within 600 seconds, after which the call is not made, since nobody decided.",
            "A call of the tool `bash` of any MCP server for which `args.command.contains('rm')` holds is refused (described as: Never).",
            "Else, a call for which `args.command.contains('x')` holds is allowed; this is only recorded, and does not bind.",
            "Else, a call, whatever it says, is asked about, by the approval workflow `people`.",
            "Any other call is allowed.",
            "The agent must say why it makes the call.");
  }

  @Test
  void saysWhatHoldsWithoutARule() {
    assertThat(
            words(
                """
                tools:
                  - { name: "get_*", source: shop, otherwise: allow }
                  - { name: "*", otherwise: deny }
                  - { name: old, enabled: false }
                defaults: { unknown_tools: deny, mode: shadow }
                """))
        .startsWith(
            "Every call of tools whose names begin with `get_` of the server `shop` is allowed.",
            "Every call of every tool is refused.",
            "Every call of the tool `old` is refused: it is switched off.",
            "A tool that no entry speaks of is refused.")
        .endsWith("The rules of this document are recorded and do not bind.");
  }

  @Test
  void saysForWhomARuleIs() {
    assertThat(
            words(
                """
                subjects:
                  - { type: api_key, name: nightly, tools: [ { name: pay, otherwise: deny } ] }
                """))
        .containsExactly("For the API key `nightly`: Every call of the tool `pay` is refused.");
  }

  @Test
  void saysWhichServersItBrings() {
    assertThat(words("mcp_servers: [ { name: far, url: \"https://far.example/mcp\" } ]"))
        .containsExactly(
            "The MCP server `far` is connected at https://far.example/mcp; what it says of its own tools is not believed.");
  }

  @Test
  void placesWhatItSays() {
    List<Statement> said = DocumentWords.of(read("tools: [ { name: pay, otherwise: deny } ]"));

    assertThat(said)
        .containsExactly(
            new Statement("tools", "pay", 0, "Every call of the tool `pay` is refused."));
  }

  private static List<String> words(String document) {
    return DocumentWords.of(read(document)).stream().map(Statement::words).toList();
  }

  private static PolicyDocument read(String document) {
    byte[] source = ("version: \"1.0\"\nmetadata: { name: mine }\n" + document).getBytes(UTF_8);
    var reading = new PolicyReader().read(source, Surroundings.offline(Map.of()));
    assertThat(reading.findings()).noneMatch(finding -> finding.isError());
    return Objects.requireNonNull(reading.document());
  }
}
