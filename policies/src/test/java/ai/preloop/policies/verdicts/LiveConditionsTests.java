package ai.preloop.policies.verdicts;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.conditions.Condition;
import ai.preloop.policies.conditions.ConditionCompiler;
import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Rule;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveConditionsTests {

  private static final ConditionCompiler COMPILER = new ConditionCompiler();
  private static final Rule.Condition SOURCE = new Rule.Condition("args.x == 1", Language.CEL);

  private final LiveConditions live = new LiveConditions();
  private int compiled;

  @Test
  void aConditionIsCompiledOnceAsLongAsSomebodyHoldsIt() {
    Condition first = live.of(SOURCE, this::compile);

    assertThat(live.of(SOURCE, this::compile)).isSameAs(first);
    assertThat(compiled).isEqualTo(1);
  }

  @Test
  @Timeout(60)
  void whatNobodyHoldsIsForgotten() {
    live.of(SOURCE, this::compile);
    while (live.size() > 0) {
      System.gc();
      Thread.onSpinWait();
    }
    live.of(SOURCE, this::compile);

    assertThat(compiled).isEqualTo(2);
  }

  private Condition compile() {
    compiled++;
    return Objects.requireNonNull(
        COMPILER.compileForRunning(SOURCE.expression(), SOURCE.language()).condition());
  }
}
