package ai.preloop.policies.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.EditedDocument.Section;
import ai.preloop.policies.reading.PolicyReader;
import ai.preloop.policies.reading.Surroundings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EditedDocumentTests {

  private static final String HEAD = "version: \"1.0\"\nmetadata: { name: console }\n";

  private long made;

  /** As many as a reader lets in, each of a list. */
  @Test
  void aDocumentOfManyAliasesIsATree() {
    StringBuilder tools =
        new StringBuilder("  - { name: t, conditions: &all [ { action: deny } ] }\n");
    for (int i = 0; i < 99; i++) {
      tools.append("  - { name: t%d, conditions: *all }\n".formatted(i));
    }
    OwnedDocument many = owned("version: \"1.0\"\nmetadata: { name: many }\ntools:\n" + tools);

    assertThat((List<?>) many.tree().get("tools")).hasSize(100);
  }

  @Test
  void writesWhatItsReaderUnderstandsAsItWasMeant() {
    var odd =
        List.of("yes", "0o17", "TRUE", "null", "~", "1e3", "a: b", "# no", "two\nlines\n", "ü €");
    var conditions = odd.stream().map(each -> Map.of("description", each)).toList();
    var tool = Map.<String, @Nullable Object>of("name", "a", "conditions", conditions);

    var written = EditedDocument.begun().with(Section.TOOLS, NamedEntry.made(tool, this::fresh));

    assertThat(read(written.source()).tools().getFirst().conditions())
        .extracting(rule -> rule.description())
        .isEqualTo(odd);
    assertThat(owned(written.source()).tree()).isEqualTo(written.tree());
  }

  @Test
  void changesOneEntryAndLeavesTheOthersInTheirPlaces() {
    var document = edited("tools: [ { name: a }, { name: b }, { name: c } ]");
    var second = document.tools().get(1);

    var next =
        document.with(
            Section.TOOLS, second.rewritten(Map.of("name", "z", "otherwise", "deny"), this::fresh));

    assertThat(keys(read(next.source()))).containsExactly("a", "z", "c");
    assertThat(next.ids()).isEqualTo(document.ids());
    assertThat(keys(read(next.without(Section.TOOLS, second.id()).source())))
        .containsExactly("a", "c");
  }

  @Test
  void keepsNothingOfAListThatIsEmpty() {
    var document = edited("tools: [ { name: a } ]");

    var next = document.without(Section.TOOLS, document.tools().getFirst().id());

    assertThat(next.source()).doesNotContain("tools");
    assertThat(read(next.source()).tools()).isEmpty();
  }

  @Test
  void keepsTheIdsOfRulesThatSayTheSame() {
    var tool =
        edited(
            "tools: [ { name: a, conditions: %s } ]"
                .formatted(rules("args.x", "args.x", "args.y")));
    var entry = tool.tools().getFirst();
    var ids = entry.rules();

    assertThat(entry.withoutRule(ids.getFirst()).rules()).isEqualTo(ids.subList(1, 3));
    assertThat(entry.inOrder(ids.reversed()).rules()).isEqualTo(ids.reversed());
    assertThat(expressions(entry.inOrder(ids.reversed())))
        .containsExactly("args.y", "args.x", "args.x");
    assertThat(expressions(entry.withRuleRewritten(ids.get(1), Map.of("expression", "args.z"))))
        .containsExactly("args.x", "args.z", "args.y");
  }

  @Test
  void knowsEntriesByTheirKeysAndRulesByWhatTheySayThenByTheirPlace() {
    var before =
        read(
            HEAD
                + "tools: [ { name: a }, { name: b, conditions: %s } ]"
                    .formatted(rules("args.x", "args.y", "args.z")));
    var ids = named(before);

    var after =
        read(
            HEAD
                + "approval_workflows: [ { name: new } ]\n"
                + "tools: [ { name: b, conditions: %s }, { name: c } ]"
                    .formatted(rules("args.z", "args.w", "args.x", "args.v")));
    var next = ids.carried(before, after, this::fresh);

    var old = ids.rules().get(1);
    assertThat(next.tools().getFirst()).isEqualTo(ids.tools().get(1));
    assertThat(next.tools().get(1)).isNotIn(ids.tools());
    assertThat(next.workflows()).hasSize(1);
    assertThat(next.rules().getFirst().subList(0, 3))
        .containsExactly(old.get(2), old.get(1), old.get(0));
    assertThat(next.rules().getFirst().get(3)).isNotIn(old);
  }

  private EditedDocument edited(String entries) {
    var document = owned(HEAD + entries);
    return EditedDocument.of(document, named(document.document()));
  }

  private EntryIds named(PolicyDocument document) {
    return EntryIds.NONE.carried(PolicyDocument.EMPTY, document, this::fresh);
  }

  private UUID fresh() {
    return new UUID(0, ++made);
  }

  private static List<String> keys(PolicyDocument document) {
    return document.tools().stream().map(tool -> tool.key()).toList();
  }

  private static List<Object> expressions(NamedEntry entry) {
    return entry.conditions().stream()
        .<Object>map(each -> each instanceof Map<?, ?> rule ? rule.get("expression") : each)
        .toList();
  }

  private static String rules(String... variables) {
    return Arrays.stream(variables)
        .map(each -> "{ expression: %s }".formatted(each))
        .toList()
        .toString();
  }

  private static OwnedDocument owned(String source) {
    return new OwnedDocument(OwnedDocument.Format.YAML, source, read(source));
  }

  private static PolicyDocument read(String source) {
    var reading =
        new PolicyReader()
            .read(source.getBytes(StandardCharsets.UTF_8), Surroundings.offline(Map.of()));
    var document = reading.document();
    return Objects.requireNonNull(document, reading.findings()::toString);
  }
}
