package ai.preloop.policies.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WhileHeldTests {

  private final WhileHeld<String, Object> held = new WhileHeld<>();
  private int made;

  @Test
  void aValueIsMadeOnceAsLongAsSomebodyHoldsIt() {
    Object first = held.of("a", this::make);

    assertThat(held.of("a", this::make)).isSameAs(first);
    assertThat(held.find("a")).isSameAs(first);
    assertThat(held.find("b")).isNull();
    assertThat(made).isEqualTo(1);
  }

  @Test
  @Timeout(60)
  void whatNobodyHoldsIsForgotten() {
    held.of("a", this::make);
    while (held.size() > 0) {
      System.gc();
      Thread.onSpinWait();
    }
    held.of("a", this::make);

    assertThat(made).isEqualTo(2);
  }

  private Object make() {
    made++;
    return new Object();
  }
}
