package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelSyntax.require;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an account says that a model costs, in US dollars per million tokens; null where unsaid.
 * UNPROCESSABLE for what is no price.
 */
public record OwnPrices(
    @Nullable BigDecimal input,
    @Nullable BigDecimal output,
    @Nullable BigDecimal cacheRead,
    @Nullable BigDecimal cacheWrite,
    @Nullable BigDecimal reasoning) {

  public static final OwnPrices NONE = new OwnPrices(null, null, null, null, null);

  private static final int FINEST = 6;

  public OwnPrices {
    requirePrice("input", input);
    requirePrice("output", output);
    requirePrice("cache_read", cacheRead);
    requirePrice("cache_write", cacheWrite);
    requirePrice("reasoning", reasoning);
  }

  @JsonIgnore
  public boolean isNone() {
    return equals(NONE);
  }

  @JsonIgnore
  public boolean isWhole() {
    return input != null
        && output != null
        && cacheRead != null
        && cacheWrite != null
        && reasoning != null;
  }

  private static void requirePrice(String name, @Nullable BigDecimal price) {
    require(
        price == null
            || (price.signum() >= 0
                && price.compareTo(new BigDecimal(1_000_000)) <= 0
                && price.stripTrailingZeros().scale() <= FINEST),
        "prices.%s is US dollars per million tokens: 0 to 1000000, with up to %d decimals."
            .formatted(name, FINEST));
  }
}
