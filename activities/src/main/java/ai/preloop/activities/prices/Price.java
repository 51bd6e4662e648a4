package ai.preloop.activities.prices;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model costs and who says so: {@code account}, {@code catalogue <date>}, {@code
 * account+catalogue <date>} where the account leaves a part of it to the catalogue, or {@code none}
 * where nobody does. The date is that of the provider's price list.
 */
public record Price(@Nullable Rates known, String source) {

  public static final Price NONE = new Price(null, "none");

  public Optional<Rates> rates() {
    return Optional.ofNullable(known);
  }
}
