package ai.preloop.policies.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Claim;
import ai.preloop.policies.ownership.OwnedDocument.Format;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What another owner takes is taken out of a text, and nothing else is. */
class CutTests {

  private static final String FILE =
      """
      # The platform team's.
      version: "1.0"
      metadata: { name: mine }
      approval_workflows:
        # who is asked about money
        - name: payments
          timeout_seconds: 600 # ten minutes
          approver_users:
            - ana
        # 🔑 who is asked about the rest
        - name: rest
          is_default: true   # nobody else's
          require_reason: true

      tools:
        - name: bash # the shell
          approval_workflow: rest

      # what holds else
      defaults:
        on_error: deny
      # the end
      """;

  @Test
  void anEntryGoesWithTheCommentsAboveIt() {
    assertThat(cut(FILE, "payments"))
        .isEqualTo(
            new Cut(
                FILE.substring(0, FILE.indexOf("  # who is asked about money"))
                    + FILE.substring(FILE.indexOf("  # 🔑")),
                true));
  }

  @Test
  void theLastEntryLeavesWhatFollowsIt() {
    assertThat(cut(FILE, "rest"))
        .isEqualTo(
            new Cut(
                FILE.substring(0, FILE.indexOf("  # 🔑"))
                    + FILE.substring(FILE.indexOf("\ntools:")),
                true));
  }

  @Test
  void aListGoesWithItsLastEntry() {
    assertThat(cut(FILE, "payments", "rest").source())
        .isEqualTo(
            FILE.substring(0, FILE.indexOf("approval_workflows:"))
                + FILE.substring(FILE.indexOf("\ntools:")));
  }

  @Test
  void aSectionGoesWhole() {
    assertThat(cut(FILE, "defaults section"))
        .isEqualTo(
            new Cut(FILE.substring(0, FILE.indexOf("# what holds else")) + "# the end\n", true));
  }

  @Test
  void whatIsNoDefaultAnyMoreStaysAWorkflow() {
    assertThat(cut(FILE, "default approval workflow"))
        .isEqualTo(new Cut(FILE.replace("    is_default: true   # nobody else's\n", ""), true));
  }

  @Test
  void inFlowTheCommaGoesToo() {
    String flow =
        """
        version: "1.0"
        metadata: { name: mine } # why
        approval_workflows: [ { name: a, is_default: true }, { name: b } ] # both
        """;

    assertThat(cut(flow, "a").source()).contains("approval_workflows: [ { name: b } ] # both\n");
    assertThat(cut(flow, "b").source())
        .contains("approval_workflows: [ { name: a, is_default: true } ] # both\n");
    assertThat(cut(flow, "default approval workflow").source())
        .contains("[ { name: a }, { name: b } ] # both\n");
    assertThat(cut(flow, "a", "default approval workflow").keepsComments()).isTrue();
  }

  @Test
  void jsonStaysJson() {
    String json =
        "{\"version\":\"1.0\",\"metadata\":{\"name\":\"mine\"},\"defaults\":{},\"mcp_servers\":[{\"name\":\"s\",\"url\":\"https://s.test\"}]}";

    assertThat(cut(json, "defaults section", "s"))
        .isEqualTo(new Cut("{\"version\":\"1.0\",\"metadata\":{\"name\":\"mine\"}}", true));
  }

  @Test
  void whatCannotBeCutIsWrittenAnewAndSaysSo() {
    String shared =
        """
        version: "1.0"
        metadata: { name: mine } # lost
        approval_workflows:
          - &a
            name: a
            approver_users: &people [ana]
          - name: b
            approver_users: *people
        """;

    var cut = cut(shared, "a");

    assertThat(cut.keepsComments()).isFalse();
    assertThat(cut.source())
        .isEqualTo(
            """
            version: '1.0'
            metadata:
              name: mine
            approval_workflows:
            - name: b
              approver_users:
              - ana
            """);
  }

  private static Cut cut(String text, String... what) {
    var document = owned(text);
    var claims =
        Claim.of(document.document()).stream()
            .filter(claim ->
                List.of(what).contains(claim.name()) || List.of(what).contains(claim.described()))
            .toList();
    assertThat(claims).hasSameSizeAs(what);
    return new Holding(document, claims).cut();
  }

  private static OwnedDocument owned(String text) {
    var reading =
        new PolicyReader()
            .read(text.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()));
    return new OwnedDocument(
        Format.YAML,
        text,
        Objects.requireNonNull(reading.document(), () -> reading.findings().toString()));
  }
}
