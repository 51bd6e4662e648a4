package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelSyntax.require;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which other models of the account take the calls: one of the shares, drawn by weight, and then
 * the fallbacks in their order, where a call could not be had from the one before. UNPROCESSABLE
 * for what cannot be.
 */
public record Routing(List<Share> shares, List<String> fallbacks) {

  public static final Routing NONE = new Routing(List.of(), List.of());

  private static final int MOST = 16;

  public Routing {
    shares = List.copyOf(shares);
    fallbacks = List.copyOf(fallbacks);
    require(
        shares.size() <= MOST && fallbacks.size() <= MOST,
        "routing has up to %d shares and %d fallbacks.".formatted(MOST, MOST));
    requireOnce(shares.stream().map(Share::model).toList());
    requireOnce(fallbacks);
  }

  /** The alias of a model, and how often it is drawn beside the others: 1 to 1000. */
  public record Share(String model, int weight) {

    private static final int HEAVIEST = 1_000;

    public Share {
      require(
          weight >= 1 && weight <= HEAVIEST,
          "The weight of a share is 1 to %d.".formatted(HEAVIEST));
    }
  }

  @JsonIgnore
  public boolean isNone() {
    return shares.isEmpty() && fallbacks.isEmpty();
  }

  /** The aliases of all models that may get a call. */
  public List<String> targets() {
    return Stream.concat(shares.stream().map(Share::model), fallbacks.stream()).distinct().toList();
  }

  public boolean mentions(String alias) {
    return targets().contains(alias);
  }

  private static void requireOnce(List<String> aliases) {
    require(
        new HashSet<>(aliases).size() == aliases.size(),
        "routing names each model once among its shares, and once among its fallbacks.");
  }
}
