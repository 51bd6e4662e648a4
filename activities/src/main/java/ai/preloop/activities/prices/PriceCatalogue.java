package ai.preloop.activities.prices;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What providers ask for their models, as their price lists said on the day that each entry names.
 * A model is found by its name, or by that of a snapshot, which is its name and a date in the
 * provider's way of writing one; nothing is guessed beyond that.
 */
public final class PriceCatalogue {

  private static final String FILE = "catalogue.json";

  private final List<Listed> providers;
  private final Map<Name, CatalogueEntry> entries = new HashMap<>();
  private final Map<String, Pattern> snapshots = new HashMap<>();

  private PriceCatalogue(List<Listed> providers) {
    this.providers = List.copyOf(providers);
    providers.forEach(this::add);
  }

  /** The one that comes with the product. */
  public static PriceCatalogue read() {
    JsonMapper json =
        JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    try (InputStream file = PriceCatalogue.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("The product has no " + FILE);
      }
      return new PriceCatalogue(json.readValue(file, Whole.class).providers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By the word for the provider and its own name for the model. */
  Optional<CatalogueEntry> find(String provider, String identifier) {
    return Optional.ofNullable(entries.get(new Name(provider, identifier)))
        .or(() -> ofSnapshot(provider, identifier));
  }

  List<Listed> providers() {
    return providers;
  }

  private Optional<CatalogueEntry> ofSnapshot(String provider, String identifier) {
    Pattern snapshot = snapshots.get(provider);
    if (snapshot == null) {
      return Optional.empty();
    }
    Matcher matcher = snapshot.matcher(identifier);
    return matcher.matches()
        ? Optional.ofNullable(entries.get(new Name(provider, matcher.group("model"))))
        : Optional.empty();
  }

  private void add(Listed listed) {
    if (listed.snapshot() != null) {
      snapshots.put(listed.provider(), Pattern.compile("(?<model>.+)" + listed.snapshot()));
    }
    for (CatalogueEntry entry : listed.models()) {
      put(listed.provider(), entry.id(), entry);
      entry.also().forEach(name -> put(listed.provider(), name, entry));
    }
  }

  private void put(String provider, String name, CatalogueEntry entry) {
    if (entries.put(new Name(provider, name), entry) != null) {
      throw new IllegalStateException("%s is twice in %s".formatted(name, FILE));
    }
  }

  private record Name(String provider, String identifier) {}

  private record Whole(List<Listed> providers) {}

  /** The models of a provider; {@code snapshot} is what follows a name in that of a snapshot. */
  record Listed(String provider, @Nullable String snapshot, List<CatalogueEntry> models) {}
}
