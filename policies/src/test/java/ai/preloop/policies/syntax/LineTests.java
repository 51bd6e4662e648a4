package ai.preloop.policies.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LineTests {

  @Test
  void columnsAreCodePointsHoweverFarTheyAre() {
    var line = Line.of("🔑".repeat(5_000) + "here" + "🔑".repeat(5_000) + "there");

    assertThat(line.has("here🔑", 5_001)).isTrue();
    assertThat(line.has("here", 5_000)).isFalse();
    assertThat(line.has("there", 10_005)).isTrue();
    assertThat(line.has("", 10_010)).isTrue();
    assertThat(line.has("", 10_011)).isFalse();
    assertThat(line.has("🔑", 0)).isFalse();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void aThousandPlacesInAnEndlessLineCostLittle() {
    var source = new Source("🔑x".repeat(1_000_000));

    for (int column = 1; column < 2_000_000; column += 50) {
      assertThat(source.within(new Position(1, column), "🔑", 1, 1))
          .isEqualTo(new Position(1, column));
    }
  }
}
