package ai.preloop.activities.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmbeddedTemporalTests {

  @Test
  void hasTheSearchAttributesOfTheProduct() {
    assertThat(TestTemporal.start().target()).startsWith("127.0.0.1:");
  }
}
