package ai.preloop.policies.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RegexMatchTests {

  private final RegexMatch regexes = new RegexMatch();
  private Object held = regexes;

  @Test
  @Timeout(60)
  void knowsThePatternsOfConditionsThatAreThereHoweverManyThereWere() {
    held = regexes.literal("a+");
    List<Object> others = new ArrayList<>();
    IntStream.range(0, 20_000).forEach(i -> others.add(regexes.literal("x" + i)));
    assertThat(regexes.known()).isEqualTo(20_001);

    others.clear();
    while (regexes.known() > 1) {
      System.gc();
      Thread.onSpinWait();
    }

    assertThat(regexes.literal("a+")).isSameAs(held);
  }

  @Test
  void saysWhatIsWrongWithAPattern() {
    assertThatThrownBy(() -> regexes.literal("("))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a regular expression");
    assertThat(regexes.known()).isZero();
  }
}
