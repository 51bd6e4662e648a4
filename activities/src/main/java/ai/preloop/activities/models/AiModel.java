package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelSyntax.require;

import ai.preloop.activities.accounts.Named;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A model under the name that agents ask for it by. */
public record AiModel(UUID id, Plan plan, Instant createdAt, Instant updatedAt) implements Named {

  /**
   * What it is to be. {@code provider} is the word of a provider ({@code openai}, {@code
   * anthropic}, …), {@code identifier} the provider's own name for the model, {@code endpoint} the
   * base address where it is not the provider's public one, {@code secret} the name of the kept
   * secret that has the provider's key. A model with shares has no provider of its own.
   * UNPROCESSABLE for what cannot be.
   */
  public record Plan(
      String alias,
      @Nullable String provider,
      @Nullable String identifier,
      @Nullable URI endpoint,
      @Nullable String secret,
      Terms terms) {

    public Plan {
      ModelSyntax.requireAlias(alias);
      require(!terms.routing().mentions(alias), "A model does not route to itself: leave it out.");
      if (terms.routing().shares().isEmpty()) {
        require(provider != null, "A model has a provider, or routing.shares of models that have.");
        requireServed(identifier, endpoint, secret);
      } else {
        require(
            provider == null && identifier == null && endpoint == null && secret == null,
            "A model that shares its calls out has no provider, identifier, endpoint or key of its"
                + " own.");
        require(
            terms.prices().isNone(), "The models that get the calls have prices, not this one.");
      }
    }

    private static void requireServed(
        @Nullable String identifier, @Nullable URI endpoint, @Nullable String secret) {
      ModelSyntax.requireIdentifier(identifier);
      if (endpoint != null) {
        ModelSyntax.requireEndpoint(endpoint);
      }
      if (secret != null) {
        ModelSyntax.requireSecret(secret);
      }
    }

    Plan keyed(@Nullable String name) {
      return new Plan(alias, provider, identifier, endpoint, name, terms);
    }
  }

  /** What it costs, how much it may be used, and which other models take its calls. */
  public record Terms(OwnPrices prices, Limits limits, Routing routing) {

    public static final Terms NONE = new Terms(OwnPrices.NONE, Limits.DEFAULT, Routing.NONE);
  }

  public String alias() {
    return plan.alias();
  }

  @Override
  public String name() {
    return alias();
  }

  /** Such a model does not converse; no provider's interface says it, and all their names do. */
  public boolean embeds() {
    return String.valueOf(plan.identifier()).toLowerCase(Locale.ROOT).contains("embed");
  }
}
