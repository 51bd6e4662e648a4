package ai.preloop.activities.prices;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.Provider;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Under which provider and name the catalogue would have a model. */
record Listing(String provider, String identifier) {

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
    if (provider == null || identifier == null) {
      return Optional.empty();
    }
    return switch (Provider.of(provider)) {
      case OPENAI, ANTHROPIC, GEMINI -> Optional.of(new Listing(provider, identifier));
      case BEDROCK -> ofBedrock(identifier);
      case OPENAI_COMPATIBLE -> ofHost(plan.endpoint()).map(at -> new Listing(at, identifier));
      case AZURE_OPENAI -> Optional.empty();
    };
  }

  private static Optional<Listing> ofBedrock(String identifier) {
    Matcher claude = GLOBAL_CLAUDE.matcher(identifier);
    return claude.matches()
        ? Optional.of(new Listing(Provider.ANTHROPIC.word(), claude.group("model")))
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
