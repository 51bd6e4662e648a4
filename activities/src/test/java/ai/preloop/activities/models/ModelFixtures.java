package ai.preloop.activities.models;

import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.models.AiModel.Terms;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Models as tests need them. */
public final class ModelFixtures {

  private ModelFixtures() {}

  public static Plan plan(String alias, String provider, String identifier) {
    return new Plan(alias, provider, identifier, null, null, Terms.NONE);
  }

  public static Plan at(String endpoint, String provider, String identifier) {
    return new Plan("own", provider, identifier, URI.create(endpoint), null, Terms.NONE);
  }

  public static Plan shared(String alias, String... targets) {
    return new Plan(
        alias,
        null,
        null,
        null,
        null,
        routed(
            new Routing(
                List.of(targets).stream().map(target -> new Routing.Share(target, 1)).toList(),
                List.of())));
  }

  public static Plan withFallback(String alias, String target) {
    return new Plan(
        alias, "openai", "gpt-4o", null, null, routed(new Routing(List.of(), List.of(target))));
  }

  public static Terms routed(Routing routing) {
    return new Terms(OwnPrices.NONE, Limits.DEFAULT, routing);
  }

  public static Plan priced(Plan plan, OwnPrices prices) {
    return new Plan(
        plan.alias(),
        plan.provider(),
        plan.identifier(),
        plan.endpoint(),
        plan.secret(),
        new Terms(prices, Limits.DEFAULT, Routing.NONE));
  }

  /** In the order of the record, null where unsaid. */
  public static OwnPrices prices(@Nullable String... dollars) {
    return new OwnPrices(
        price(dollars[0]),
        price(dollars[1]),
        price(dollars[2]),
        price(dollars[3]),
        price(dollars[4]));
  }

  public static AiModel of(Plan plan) {
    return new AiModel(new UUID(0, 1), plan, Instant.EPOCH, Instant.EPOCH);
  }

  private static @Nullable BigDecimal price(@Nullable String dollars) {
    return dollars == null ? null : new BigDecimal(dollars);
  }
}
