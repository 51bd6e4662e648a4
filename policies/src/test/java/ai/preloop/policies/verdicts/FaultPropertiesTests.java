package ai.preloop.policies.verdicts;

import static ai.preloop.policies.verdicts.GeneratedPolicy.compiled;
import static ai.preloop.policies.verdicts.GeneratedPolicy.each;
import static ai.preloop.policies.verdicts.GeneratedPolicy.judged;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.ToolEntry;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What fails never allows, tried with policies made from seeds. */
class FaultPropertiesTests {

  private static final Logger NOISE = Logger.getLogger(CompiledPolicy.class.getName());

  @BeforeAll
  static void faultsAreExpected() {
    NOISE.setLevel(Level.OFF);
  }

  @AfterAll
  static void faultsAreNotExpected() {
    NOISE.setLevel(null);
  }

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void afterAFaultNothingIsAllowedThatWouldHaveRead(int block) {
    each(
        block,
        made -> {
          ToolEntry entry = made.entry("bash", true);
          CompiledPolicy policy =
              compiled(made.document(List.of(entry), List.of(made.subject()), Mode.ENFORCE));
          boolean[] failed = new boolean[1];
          Call call =
              new Call(
                  VerdictFixtures.NIGHTLY,
                  VerdictFixtures.tool("bash"),
                  () -> {
                    failed[0] = true;
                    throw new IllegalStateException("broken");
                  },
                  "",
                  VerdictFixtures.NOW,
                  false);
          Verdict verdict = policy.judge(call);
          if (failed[0]) {
            assertThat(verdict)
                .isInstanceOfSatisfying(
                    Verdict.Deny.class,
                    deny -> assertThat(deny.cause()).isEqualTo(Verdict.Cause.INTERNAL_ERROR));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("ai.preloop.policies.verdicts.GeneratedPolicy#seeds")
  void afterAnErrorOfARuleThatBindsNothingIsAllowed(int block) {
    each(
        block,
        made -> {
          PolicyDocument document =
              made.document(
                  List.of(made.overridable(made.entry("bash", true))),
                  List.of(made.subject()),
                  Mode.ENFORCE);
          for (Verdict verdict : judged(document)) {
            if (!verdict.basis().errors().isEmpty()) {
              assertThat(verdict).isNotInstanceOf(Verdict.Allow.class);
            }
          }
        });
  }
}
