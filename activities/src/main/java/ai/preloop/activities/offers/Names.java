package ai.preloop.activities.offers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whose each name is that servers listed: enough to ask for it, and nothing that could be old. */
final class Names {

  private final OfferKind kind;
  private final List<Named> all;
  private final Map<String, Named> byShown;

  Names(OfferKind kind, List<Named> all) {
    this.kind = kind;
    this.all = List.copyOf(all);
    this.byShown =
        all.stream().collect(Collectors.toMap(Named::shown, Function.identity(), (a, b) -> a));
  }

  /** A server's own name for something, and the one that agents see. */
  record Named(UUID server, String own, String shown) {

    /** The server's own text for what is asked for by this template. */
    String own(String asked) {
      return own.equals(shown) ? asked : asked.substring(shown.length() - own.length());
    }
  }

  int size() {
    return all.size();
  }

  /** Whether a server has what it calls this itself. */
  boolean has(UUID server, String own) {
    return all.stream()
        .filter(each -> each.server().equals(server))
        .anyMatch(each ->
            switch (kind) {
              case PROMPT, RESOURCE -> each.own().equals(own);
              case TEMPLATE -> UriTemplate.mayGive(each.own(), own);
            });
  }

  /** What agents ask for by this name; of templates, the first that it may be of. */
  Optional<Named> find(String shown) {
    return switch (kind) {
      case PROMPT, RESOURCE -> Optional.ofNullable(byShown.get(shown));
      case TEMPLATE ->
          all.stream().filter(each -> UriTemplate.mayGive(each.shown(), shown)).findFirst();
    };
  }
}
