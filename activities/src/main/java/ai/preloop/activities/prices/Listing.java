package ai.preloop.activities.prices;

import ai.preloop.activities.models.AiModel;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Under which provider and name the catalogue would have a model. */
record Listing(String provider, String identifier) {

  private static final String ANTHROPIC = "anthropic";

  /**
   * Claude through Bedrock's global endpoint costs what it costs at Anthropic; where a region is
   * named, there is a premium (platform.claude.com, "Third-party platform pricing").
   */
  private static final Pattern GLOBAL_CLAUDE =
      Pattern.compile("global\\.anthropic\\.(?<model>claude-.+?)(-v\\d+(:\\d+)?)?");

  /** Nowhere for a deployment that may have any name, and for an address that is anybody's. */
  static Optional<Listing> of(AiModel.Plan plan) {
    String provider = plan.provider();
    String identifier = plan.identifier();
    return provider == null || identifier == null
        ? Optional.empty()
        : of(provider, identifier, plan.endpoint());
  }

  /** Where nobody knows its address any more. */
  static Optional<Listing> of(String provider, String identifier) {
    return of(provider, identifier, null);
  }

  private static Optional<Listing> of(String provider, String identifier, @Nullable URI endpoint) {
    return switch (provider) {
      case "openai", ANTHROPIC, "gemini" -> Optional.of(new Listing(provider, identifier));
      case "bedrock" -> ofBedrock(identifier);
      case "openai_compatible" -> ofHost(endpoint).map(at -> new Listing(at, identifier));
      default -> Optional.empty();
    };
  }

  private static Optional<Listing> ofBedrock(String identifier) {
    Matcher claude = GLOBAL_CLAUDE.matcher(identifier);
    return claude.matches()
        ? Optional.of(new Listing(ANTHROPIC, claude.group("model")))
        : Optional.empty();
  }

  private static Optional<String> ofHost(@Nullable URI endpoint) {
    if (endpoint == null) {
      return Optional.empty();
    }
    return switch (endpoint.getHost().toLowerCase(Locale.ROOT)) {
      case "api.openai.com" -> Optional.of("openai");
      case "api.anthropic.com" -> Optional.of("anthropic");
      case "generativelanguage.googleapis.com" -> Optional.of("gemini");
      case "api.mistral.ai" -> Optional.of("mistral");
      case "api.deepseek.com" -> Optional.of("deepseek");
      default -> Optional.empty();
    };
  }
}
