package ai.preloop.activities.prices;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model in the catalogue: its names at the provider, what it costs, and where and when that was
 * read.
 */
record CatalogueEntry(
    String id,
    List<String> also,
    ListPrice price,
    @Nullable Above above,
    Windows windows,
    URI source,
    LocalDate read,
    @Nullable String note) {

  CatalogueEntry {
    also = List.copyOf(also);
  }

  /** The price of calls with more than so many tokens of input. */
  record Above(long tokens, ListPrice price) {}
}
