package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.GeneratedPolicy.NAMES;
import static ai.preloop.policies.verdicts.GeneratedPolicy.WORKFLOWS;
import static ai.preloop.policies.verdicts.GeneratedPolicy.assertNotLooser;
import static ai.preloop.policies.verdicts.GeneratedPolicy.each;
import static ai.preloop.policies.verdicts.GeneratedPolicy.judged;
import static ai.preloop.policies.verdicts.GeneratedPolicy.strictness;
import static ai.preloop.policies.verdicts.GeneratedPolicy.with;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.ToolEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is added to a policy never permits more, tried with policies made from seeds. */
class StrictnessPropertiesTests {

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void anotherDenialNeverPermitsMore(int block) {
    each(
        block,
        made -> {
          ToolEntry entry = made.entry("bash", true);
          List<Rule> rules = new ArrayList<>(entry.conditions());
          rules.add(
              made.random().nextInt(rules.size() + 1),
              made.rule(0, Action.DENY, Mode.ENFORCE, false));
          List<Verdict> before = judged(made.document(List.of(entry), List.of(), Mode.ENFORCE));
          List<Verdict> after =
              judged(made.document(List.of(with(entry, rules)), List.of(), Mode.ENFORCE));
          assertNotLooser(before, after);
        });
  }

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void anotherOwnerOrSubjectNeverPermitsMore(int block) {
    each(
        block,
        made -> {
          PolicyDocument first =
              made.document(List.of(made.entry("bash", false)), List.of(), Mode.ENFORCE);
          PolicyDocument second =
              new PolicyDocument(
                  new PolicyDocument.Metadata("second", Map.of()),
                  List.of(),
                  WORKFLOWS,
                  List.of(made.entry(made.pick(NAMES), false)),
                  List.of(made.subject()),
                  null);
          assertNotLooser(judged(first), judged(first, second));
        });
  }

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void aSubjectLoosensOnlyAsksThatMayBeOverridden(int block) {
    each(
        block,
        made -> {
          ToolEntry entry = made.overridable(made.entry("bash", true));
          List<Verdict> before = judged(made.document(List.of(entry), List.of(), Mode.ENFORCE));
          List<Verdict> after =
              judged(made.document(List.of(entry), List.of(made.subject()), Mode.ENFORCE));
          for (int i = 0; i < before.size(); i++) {
            if (strictness(after.get(i)) < strictness(before.get(i))) {
              assertThat(before.get(i)).isInstanceOf(Verdict.Ask.class);
              assertThat(before.get(i).basis().rules())
                  .isNotEmpty()
                  .allMatch(rule -> rule.number() > 0)
                  .allMatch(rule -> entry.conditions().get(rule.number() - 1).overridable());
              assertThat(after.get(i).basis().rules())
                  .allMatch(rule -> rule.subject() != null && rule.number() > 0);
            }
          }
        });
  }
}
