package ai.preloop.activities.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PriceCatalogueTests {

  private static final PriceCatalogue CATALOGUE = PriceCatalogue.read();
  private static final BigDecimal DEAREST = new BigDecimal(1_000);

  static List<CatalogueEntry> entries() {
    return CATALOGUE.providers().stream().flatMap(each -> each.models().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anEntrySaysWhereAndWhenItWasRead(CatalogueEntry entry) {
    assertThat(entry.source()).hasScheme("https");
    assertThat(entry.source().getHost()).isNotBlank();
    assertThat(entry.read()).isBetween(LocalDate.of(2026, 1, 1), LocalDate.now(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anEntryHasPricesThatCanBe(CatalogueEntry entry) {
    assertThat(prices(entry).flatMap(PriceCatalogueTests::parts))
        .allSatisfy(price -> {
          assertThat(price).isBetween(BigDecimal.ZERO, DEAREST);
          assertThat(price.stripTrailingZeros().scale()).isLessThanOrEqualTo(6);
        });
    assertThat(prices(entry))
        .allSatisfy(price -> {
          assertThat(price.input()).isPositive();
          if (price.cacheRead() != null) {
            assertThat(price.cacheRead()).isLessThanOrEqualTo(price.input());
          }
          if (price.cacheWrite() != null) {
            assertThat(price.cacheWrite()).isGreaterThanOrEqualTo(price.input());
          }
          if (price.cacheWriteHour() != null) {
            assertThat(price.cacheWriteHour())
                .isEqualByComparingTo(price.input().multiply(BigDecimal.TWO));
            assertThat(price.cacheWrite())
                .isEqualByComparingTo(price.input().multiply(new BigDecimal("1.25")));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aLongInputIsNeverCheaper(CatalogueEntry entry) {
    CatalogueEntry.Above above = entry.above();
    if (above == null) {
      return;
    }
    assertThat(above.tokens()).isBetween(1L, (long) entry.windows().contextWindow());
    assertThat(above.price().input()).isGreaterThanOrEqualTo(entry.price().input());
    assertThat(above.price().output()).isGreaterThanOrEqualTo(entry.price().output());
    assertThat(above.price().cacheRead() == null).isEqualTo(entry.price().cacheRead() == null);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void anEntryHasWindows(CatalogueEntry entry) {
    assertThat(entry.windows().contextWindow()).isBetween(1_000, 10_000_000);
    assertThat(entry.windows().maxOutput()).isBetween(0, entry.windows().contextWindow());
  }

  @Test
  void namesAreThereOnce() {
    assertThat(CATALOGUE.providers())
        .allSatisfy(listed ->
            assertThat(
                    listed.models().stream()
                        .flatMap(each -> Stream.concat(Stream.of(each.id()), each.also().stream())))
                .doesNotHaveDuplicates());
    assertThat(entries()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o, gpt-4o",
    "openai, gpt-4o-2024-08-06, gpt-4o",
    "openai, gpt-4o-2024-05-13, gpt-4o-2024-05-13",
    "openai, gpt-4o-mini, gpt-4o-mini",
    "anthropic, claude-sonnet-4-5-20250929, claude-sonnet-4-5",
    "anthropic, claude-sonnet-4-0, claude-sonnet-4-20250514",
    "anthropic, claude-3-5-haiku-latest, claude-3-5-haiku",
    "gemini, gemini-2.5-pro, gemini-2.5-pro",
    "deepseek, deepseek-flash, deepseek-flash"
  })
  void findsAModelAndItsSnapshots(String provider, String identifier, String found) {
    assertThat(CATALOGUE.find(provider, identifier).orElseThrow().id()).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4o-audio-preview",
    "openai, gpt-4o-mini-search-preview-2025-03-11",
    "openai, gpt-4o-20240806",
    "openai, gpt-4o-latest",
    "openai, GPT-4o",
    "openai, 'gpt-4o '",
    "openai, claude-opus-5",
    "anthropic, gpt-4o",
    "anthropic, claude-opus-5-5[1m]",
    "anthropic, claude-opus-4-5-2025-11-01",
    "gemini, gemini-2.5-pro-latest",
    "gemini, models/gemini-2.5-pro",
    "azure_openai, gpt-4o",
    "nobody, gpt-4o",
    "openai, ''"
  })
  void guessesNothing(String provider, String identifier) {
    assertThat(CATALOGUE.find(provider, identifier)).isEmpty();
  }

  private static Stream<ListPrice> prices(CatalogueEntry entry) {
    return Stream.of(entry.price(), entry.above() == null ? null : entry.above().price())
        .filter(Objects::nonNull);
  }

  private static Stream<BigDecimal> parts(ListPrice price) {
    return Stream.of(
            price.input(),
            price.output(),
            price.cacheRead(),
            price.cacheWrite(),
            price.cacheWriteHour(),
            price.reasoning())
        .filter(Objects::nonNull);
  }
}
