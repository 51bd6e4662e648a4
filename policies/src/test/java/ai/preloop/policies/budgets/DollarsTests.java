package ai.preloop.policies.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DollarsTests {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "12.5, 12500000000",
    "0.000000001, 1",
    "1e3, 1000000000000",
    "1000000000, 1000000000000000000",
    "0.10000000000000, 100000000"
  })
  void areCountedExactly(BigDecimal dollars, long nanos) {
    assertThat(Dollars.nanos(dollars)).hasValue(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-0.000000001",
        "0.0000000001",
        "1000000000.000000001",
        "1e2147483647",
        "1e-999999999"
      })
  void thatDoNotFitAreNone(BigDecimal dollars) {
    assertThat(Dollars.nanos(dollars)).isEmpty();
  }

  @Test
  void areSaidWithCents() {
    assertThat(Dollars.said(12_500_000_000L)).isEqualTo("12.50 USD");
    assertThat(Dollars.said(1)).isEqualTo("0.000000001 USD");
    assertThat(Dollars.said(-2_000_000_000L)).isEqualTo("-2.00 USD");
  }
}
