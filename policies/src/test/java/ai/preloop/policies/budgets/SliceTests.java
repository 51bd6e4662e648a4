package ai.preloop.policies.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SliceTests {

  @Test
  void isAPartOfTheLimitWhereThereIsPlenty() {
    assertThat(Slice.of(1, 1, 6_400, 6_400)).hasValue(100);
  }

  @Test
  void isAPartOfTheRestWhereThatIsLess() {
    assertThat(Slice.of(1, 1, 6_400, 400)).hasValue(50);
  }

  @Test
  void isAtLeastWhatIsNeeded() {
    assertThat(Slice.of(1_000, 1_000, 6_400, 6_400)).hasValue(1_000);
    assertThat(Slice.of(400, 400, 6_400, 400)).hasValue(400);
  }

  @Test
  void isEnoughForAllThatWaitAsFarAsThereIs() {
    assertThat(Slice.of(1, 900, 6_400, 6_400)).hasValue(900);
    assertThat(Slice.of(1, 900, 6_400, 400)).hasValue(400);
  }

  @Test
  void isNeverMoreThanThereIs() {
    for (long available = 0; available < 300; available++) {
      for (long need = 1; need < 300; need++) {
        var slice = Slice.of(need, 2 * need, 200, available);
        assertThat(slice.isPresent()).isEqualTo(need <= available);
        assertThat(slice.orElse(0)).isLessThanOrEqualTo(available);
      }
    }
  }

  @Test
  void isNothingOfAWindowThatIsOverdrawn() {
    assertThat(Slice.of(1, 1, 100, -50)).isEmpty();
    assertThat(Slice.exact(1, -50)).isEmpty();
  }

  @Test
  void isExactWhereMoneyIsScarce() {
    assertThat(Slice.exact(3, 1_000_000)).hasValue(3);
    assertThat(Slice.exact(3, 2)).isEmpty();
  }
}
