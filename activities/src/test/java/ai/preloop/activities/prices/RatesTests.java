package ai.preloop.activities.prices;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.prices.Rates.CacheTime;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RatesTests {

  private static final Rates HALF_DOLLARS = new Rates(500_000, 2_000_000, 50_000, 625_000, 0);
  private static final Rates DEAREST =
      new Rates(Rates.MOST, Rates.MOST, Rates.MOST, Rates.MOST, Rates.MOST);

  @Test
  void whatIsCachedForAnHourHasARateOfItsOwn() {
    Rates rates = new Rates(1_000_000, 0, 0, 1_250_000, 2_000_000, 0, null);

    // 100 for minutes and 50 for an hour
    assertThat(rates.cost(new Usage(10, 0, 150, 50, 0, 0))).isEqualTo(10_000 + 125_000 + 100_000);
    assertThat(rates.most(100, 0, CacheTime.MINUTES)).isEqualTo(125_000);
    assertThat(rates.most(100, 0, CacheTime.AN_HOUR)).isEqualTo(200_000);
    assertThat(rates.hasHour()).isTrue();
    assertThat(HALF_DOLLARS.hasHour()).isFalse();
  }

  @Test
  void countsEachTokenAtItsOwnRate() {
    Rates rates = new Rates(2_500_000, 10_000_000, 1_250_000, 3_000_000, 12_000_000);

    // 1000 * 2.50 + 200 * 1.25 + 100 * 3 + 30 * 10 + 20 * 12 dollars per million.
    assertThat(rates.cost(new Usage(1_000, 200, 100, 50, 20))).isEqualTo(3_590_000);
    assertThat(rates.cost(Usage.NONE)).isZero();
  }

  @Test
  void roundsTheWholeUpAndNotItsParts() {
    Rates tiny = new Rates(1, 1, 1, 1, 1);

    assertThat(tiny.cost(new Usage(1, 1, 1, 1, 0))).isEqualTo(1);
    assertThat(tiny.cost(new Usage(1_000, 0, 0, 0, 0))).isEqualTo(1);
    assertThat(tiny.cost(new Usage(1_000, 0, 0, 1, 0))).isEqualTo(2);
    assertThat(new Rates(1_999, 0, 0, 0, 0).cost(new Usage(1, 0, 0, 0, 0))).isEqualTo(2);
  }

  @Test
  void isExactAtTheExtremes() {
    long most = Usage.MOST;

    assertThat(DEAREST.cost(new Usage(most, most, most, most, most)))
        .isEqualTo(4_000_000_000_000_000_000L);
    assertThat(DEAREST.most(Long.MAX_VALUE, Long.MAX_VALUE)).isEqualTo(4_000_000_000_000_000_000L);
    assertThat(DEAREST.most(-1, -1)).isZero();
    assertThat(new Rates(Long.MAX_VALUE, Long.MIN_VALUE, 0, 0, 0))
        .isEqualTo(new Rates(Rates.MOST, 0, 0, 0, 0));
  }

  @Test
  void agreesWithArithmeticThatCannotOverflow() {
    Random random = new Random(32);
    for (int round = 0; round < 2_000; round++) {
      Rates rates = rates(random);
      Usage usage = usage(random);
      assertThat(rates.cost(usage)).as("%s %s", rates, usage).isEqualTo(exactly(rates, usage));
    }
  }

  @Test
  void noCallCostsMoreThanWasBounded() {
    Random random = new Random(33);
    for (int round = 0; round < 2_000; round++) {
      Rates rates = above(random.nextInt(1_000_000), rates(random), rates(random));
      Usage usage = usage(random);
      assertThat(rates.cost(usage))
          .as("%s %s", rates, usage)
          .isBetween(0L, rates.most(usage.input(), usage.output()));
    }
  }

  @Test
  void aLongInputHasOtherRatesForTheWholeCall() {
    Rates rates = above(100, HALF_DOLLARS, new Rates(1_000_000, 3_000_000, 100_000, 0, 0));

    assertThat(rates.cost(new Usage(100, 0, 0, 10, 0))).isEqualTo(70_000);
    assertThat(rates.cost(new Usage(101, 0, 0, 10, 0))).isEqualTo(131_000);
  }

  @Test
  void whatIsReadFromTheCacheMakesAnInputLong() {
    Rates rates = above(100, HALF_DOLLARS, new Rates(1_000_000, 3_000_000, 100_000, 0, 0));

    assertThat(rates.cost(new Usage(1, 100, 0, 0, 0))).isEqualTo(11_000);
  }

  @Test
  void theBoundIsOfTheDearestRates() {
    Rates rates = above(100, HALF_DOLLARS, new Rates(1_000_000, 1_000_000, 0, 0, 0));

    assertThat(rates.most(10, 0)).isEqualTo(10_000);
    assertThat(rates.most(0, 10)).isEqualTo(20_000);
    assertThat(HALF_DOLLARS.most(8, 0)).isEqualTo(5_000);
  }

  private static Rates above(long tokens, Rates below, Rates above) {
    return new Rates(
        below.input(),
        below.output(),
        below.cacheRead(),
        below.cacheWrite(),
        below.reasoning(),
        new Rates.Above(tokens, above));
  }

  private static Rates rates(Random random) {
    return new Rates(rate(random), rate(random), rate(random), rate(random), rate(random));
  }

  private static long rate(Random random) {
    return random.nextLong(Rates.MOST + 1) >> random.nextInt(40);
  }

  private static Usage usage(Random random) {
    long output = count(random);
    return new Usage(
        count(random), count(random), count(random), output, random.nextLong(output + 1));
  }

  private static long count(Random random) {
    return random.nextLong(Usage.MOST + 1) >> random.nextInt(30);
  }

  private static long exactly(Rates rates, Usage usage) {
    BigInteger pico =
        product(usage.uncached(), rates.input())
            .add(product(usage.cacheRead(), rates.cacheRead()))
            .add(product(usage.cacheWrite(), rates.cacheWrite()))
            .add(product(usage.output() - usage.reasoning(), rates.output()))
            .add(product(usage.reasoning(), rates.reasoning()));
    return pico.add(BigInteger.valueOf(999)).divide(BigInteger.valueOf(1_000)).longValueExact();
  }

  private static BigInteger product(long tokens, long rate) {
    return BigInteger.valueOf(tokens).multiply(BigInteger.valueOf(rate));
  }
}
