package ai.preloop.activities.providers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All providers by their words. */
public final class Providers {

  private final Map<String, Provider> byWord;

  /** Two of one word are refused. */
  public Providers(List<Provider> all) {
    this.byWord =
        all.stream().collect(Collectors.toUnmodifiableMap(Provider::word, Function.identity()));
  }

  public Optional<Provider> of(String word) {
    return Optional.ofNullable(byWord.get(word));
  }

  /** Their words, in order. */
  public List<String> words() {
    return List.copyOf(new TreeSet<>(byWord.keySet()));
  }
}
