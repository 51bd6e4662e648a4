package ai.preloop.activities.prices;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.OwnPrices;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a model costs: what its account says, and the catalogue where that says nothing. */
public final class Pricing {

  private static final int DECIMALS = 6;

  private final PriceCatalogue catalogue;

  public Pricing(PriceCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** None where input or output has no price. */
  public Price of(AiModel target) {
    OwnPrices own = target.plan().terms().prices();
    return entry(target)
        .map(entry -> new Price(rates(own, entry), source(own, entry)))
        .orElseGet(() -> alone(own));
  }

  /** Of a model that the account has no more: by the catalogue alone. */
  public Price listed(String provider, String identifier) {
    return Listing.of(provider, identifier)
        .flatMap(listing -> catalogue.find(listing.provider(), listing.identifier()))
        .map(entry -> new Price(rates(OwnPrices.NONE, entry), source(OwnPrices.NONE, entry)))
        .orElse(Price.NONE);
  }

  /** How much it takes and gives, or what large models do where that is not known. */
  public Windows windows(AiModel target) {
    return entry(target).map(CatalogueEntry::windows).orElse(Windows.UNKNOWN);
  }

  private Optional<CatalogueEntry> entry(AiModel target) {
    return Listing.of(target.plan())
        .flatMap(listing -> catalogue.find(listing.provider(), listing.identifier()));
  }

  private static Price alone(OwnPrices own) {
    return own.input() == null || own.output() == null
        ? Price.NONE
        : new Price(
            rates(own, new ListPrice(own.input(), own.output(), null, null, null, null), null),
            "account");
  }

  private static String source(OwnPrices own, CatalogueEntry entry) {
    String listed = "catalogue " + entry.read();
    if (own.isNone()) {
      return listed;
    }
    return own.isWhole() ? "account" : "account+" + listed;
  }

  /** An account's own price holds for calls of any length. */
  private static Rates rates(OwnPrices own, CatalogueEntry entry) {
    CatalogueEntry.Above above = entry.above();
    return rates(
        own,
        entry.price(),
        above == null || own.isWhole()
            ? null
            : new Rates.Above(above.tokens(), rates(own, above.price(), null)));
  }

  private static Rates rates(OwnPrices own, ListPrice listed, Rates.@Nullable Above above) {
    BigDecimal input = first(listed.input(), own.input());
    BigDecimal output = first(listed.output(), own.output());
    return new Rates(
        pico(input),
        pico(output),
        pico(first(input, own.cacheRead(), listed.cacheRead())),
        pico(first(input, own.cacheWrite(), listed.cacheWrite())),
        pico(first(input, own.cacheWrite(), listed.cacheWriteHour(), listed.cacheWrite())),
        pico(first(output, own.reasoning(), listed.reasoning())),
        above);
  }

  /** The first that is said, else the one that stands in for it. */
  private static BigDecimal first(BigDecimal otherwise, @Nullable BigDecimal... said) {
    for (BigDecimal price : said) {
      if (price != null) {
        return price;
      }
    }
    return otherwise;
  }

  private static long pico(BigDecimal dollarsPerMillion) {
    return dollarsPerMillion.movePointRight(DECIMALS).longValueExact();
  }
}
