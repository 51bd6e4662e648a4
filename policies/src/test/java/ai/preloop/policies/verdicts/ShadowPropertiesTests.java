package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.GeneratedPolicy.NAMES;
import static ai.preloop.policies.verdicts.GeneratedPolicy.each;
import static ai.preloop.policies.verdicts.GeneratedPolicy.verdicts;
import static ai.preloop.policies.verdicts.GeneratedPolicy.with;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.ToolEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shadow records and never binds, tried with policies made from seeds. */
class ShadowPropertiesTests {

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void shadowRulesChangeNothing(int block) {
    each(
        block,
        made -> {
          ToolEntry entry = made.entry("bash", false);
          List<Rule> rules = new ArrayList<>(entry.conditions());
          rules.add(
              made.random().nextInt(rules.size() + 1),
              made.rule(0, made.pick(List.of(Action.values())), Mode.SHADOW, false));
          assertThat(verdicts(made.document(List.of(with(entry, rules)), List.of(), Mode.ENFORCE)))
              .isEqualTo(verdicts(made.document(List.of(entry), List.of(), Mode.ENFORCE)));
        });
  }

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void aShadowDocumentNeverBlocks(int block) {
    each(
        block,
        made -> {
          PolicyDocument shadow =
              made.document(
                  List.of(made.entry(made.pick(NAMES), false)),
                  List.of(made.subject()),
                  Mode.SHADOW);
          assertThat(verdicts(shadow)).containsOnly("allow");
        });
  }
}
