package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.GeneratedPolicy.NAMES;
import static ai.preloop.policies.verdicts.GeneratedPolicy.each;
import static ai.preloop.policies.verdicts.GeneratedPolicy.judged;
import static ai.preloop.policies.verdicts.GeneratedPolicy.verdicts;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.ToolEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every policy, tried with policies made from seeds. */
class VerdictPropertiesTests {

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void otherToolsAndTheOrderOfEntriesChangeNothing(int block) {
    each(
        block,
        made -> {
          ToolEntry mine = made.entry("bash", false);
          List<ToolEntry> entries = new ArrayList<>(List.of(mine));
          IntStream.range(0, 4).forEach(i -> entries.add(made.entry("other_" + i, false)));
          List<ToolEntry> shuffled = new ArrayList<>(entries);
          Collections.shuffle(shuffled, made.random());
          List<String> alone = verdicts(made.document(List.of(mine), List.of(), Mode.ENFORCE));
          assertThat(verdicts(made.document(entries, List.of(), Mode.ENFORCE))).isEqualTo(alone);
          assertThat(verdicts(made.document(shuffled, List.of(), Mode.ENFORCE))).isEqualTo(alone);
        });
  }

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void theSameInputGivesTheSameVerdict(int block) {
    each(
        block,
        made -> {
          PolicyDocument document =
              made.document(
                  List.of(made.entry(made.pick(NAMES), false)),
                  List.of(made.subject()),
                  Mode.ENFORCE);
          assertThat(judged(document)).isEqualTo(judged(document));
        });
  }
}
