package ai.preloop.activities.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Unknowns;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a version's row holds is read again as it was, also what an earlier release wrote. */
class StoredPolicyTests {

  /** As the first schema has it. */
  private static final String FIRST =
      """
      {"schema":1,"documents":[{"format":"YAML","source":"version: \\"1.0\\"","document":{
      "metadata":{"name":"ops","extras":{}},"mcpServers":[],"approvalWorkflows":[],
      "tools":[{"name":"bash","source":"mcp","enabled":true,"approvalWorkflow":null,
        "justification":"DISABLED","conditions":[],"otherwise":"DENY","position":{"line":1,"column":1}}],
      "subjects":[{"type":"API_KEY","name":"nightly","tools":[{"name":"*","source":null,"enabled":false,
        "approvalWorkflow":null,"justification":"DISABLED","conditions":[],"otherwise":null,
        "position":{"line":1,"column":1}}],"position":{"line":1,"column":1}}],
      "defaults":{"unknownTools":"DENY","requireApprovalForNewTools":true,"onDefinitionChange":"HOLD",
        "defaultApprovalWorkflow":null,"onError":"DENY","validateArguments":true,"mode":"ENFORCE"},
      "places":{}}}]}
      """;

  @Test
  void whatTheFirstSchemaSaysHoldsOn() {
    var policy = Objects.requireNonNull(StoredPolicy.read(FIRST));

    PolicyDocument document = policy.of("ops").orElseThrow().document();
    assertThat(document.tools())
        .singleElement()
        .satisfies(tool -> {
          assertThat(tool.key()).isEqualTo("bash (mcp)");
          assertThat(tool.otherwise()).isEqualTo(Action.DENY);
          assertThat(tool.output()).isEmpty();
        });
    assertThat(document.entries().resources()).isEmpty();
    assertThat(document.entries().models()).isEmpty();
    assertThat(document.subjects().getFirst().entries().tools()).hasSize(1);
    assertThat(Objects.requireNonNull(document.defaults()).unknown())
        .isEqualTo(new Unknowns(Action.DENY, Action.ALLOW, Action.ALLOW, Action.ALLOW));
  }

  @Test
  void whatTheSecondSchemaSaysHoldsOn() {
    var lists = "{\"tools\":[],\"resources\":[],\"prompts\":[]}";
    var stored =
        """
        {"schema":2,"documents":[{"format":"YAML","source":"version: \\"1.0\\"","document":{
        "metadata":{"name":"ops","extras":{}},"mcpServers":[],"approvalWorkflows":[],"entries":%1$s,
        "subjects":[{"type":"AGENT","name":"a","entries":%1$s,"position":{"line":1,"column":1}}],
        "defaults":{"unknown":{"tools":"DENY","resources":"DENY","prompts":"ALLOW"},
          "requireApprovalForNewTools":true,"onDefinitionChange":"HOLD","defaultApprovalWorkflow":null,
          "onError":"DENY","validateArguments":true,"mode":"ENFORCE"},"places":{}}}]}
        """
            .formatted(lists);

    var document = Objects.requireNonNull(StoredPolicy.read(stored)).of("ops").orElseThrow();
    assertThat(document.document().entries().models()).isEmpty();
    assertThat(document.document().subjects().getFirst().entries().models()).isEmpty();
    assertThat(Objects.requireNonNull(document.document().defaults()).unknown())
        .isEqualTo(new Unknowns(Action.DENY, Action.DENY, Action.ALLOW, Action.ALLOW));
  }

  @Test
  void everythingComesBackAsItWasWritten() {
    var source =
        """
        version: "1.0"
        metadata: { name: ops }
        tools:
          - name: bash
            output:
              - { fields: [/a], action: redact, description: why }
              - { pattern: x, action: deny }
              - { max_bytes: 5 }
              - { injection: flag }
        resources: [ { name: "file:///*", otherwise: deny } ]
        models: [ { name: "gpt-*", conditions: [ { expression: "request.stream", action: deny } ] } ]
        subjects: [ { type: agent, name: a, prompts: [ { name: p, enabled: false } ] } ]
        defaults: { unknown_prompts: deny, unknown_models: deny }
        """;
    var document =
        new PolicyReader()
            .read(source.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()))
            .document();
    var policy =
        new AccountPolicy(List.of(OwnedDocument.of(source, Objects.requireNonNull(document))));

    assertThat(StoredPolicy.read(StoredPolicy.written(policy))).isEqualTo(policy);
  }

  @Test
  void aLaterSchemaIsNotGuessedAt() {
    assertThat(StoredPolicy.read("{\"schema\":4,\"documents\":[]}")).isNull();
  }
}
