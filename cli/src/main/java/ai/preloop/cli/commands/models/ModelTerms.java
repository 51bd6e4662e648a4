package ai.preloop.cli.commands.models;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Text;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model costs, how much it may be used, and which other models get its calls. */
final class ModelTerms {

  private static final List<String> PRICES =
      List.of("input", "output", "cache_read", "cache_write", "reasoning");
  private static final List<String> LIMITS =
      List.of(
          "concurrent_calls",
          "requests_per_minute",
          "tokens_per_minute",
          "connect_seconds",
          "first_byte_seconds",
          "idle_seconds");

  @Option(
      names = "--price",
      paramLabel = "WHAT=DOLLARS",
      description =
          "US dollars per million tokens of input, output, cache_read, cache_write or reasoning.")
  private Map<String, BigDecimal> prices = new LinkedHashMap<>();

  @Option(
      names = "--limit",
      paramLabel = "WHAT=NUMBER",
      description =
          "concurrent_calls, requests_per_minute, tokens_per_minute, connect_seconds,"
              + " first_byte_seconds or idle_seconds.")
  private Map<String, Integer> limits = new LinkedHashMap<>();

  @Option(
      names = "--share",
      paramLabel = "MODEL=WEIGHT",
      description = "Give calls to this model, as often as its weight says beside the others.")
  private Map<String, Integer> shares = new LinkedHashMap<>();

  @Option(
      names = "--fallback",
      paramLabel = "MODEL",
      description = "Try this model where a call could not be had from the one before.")
  private List<String> fallbacks = new ArrayList<>();

  boolean hasShares() {
    return !shares.isEmpty();
  }

  boolean isSaid() {
    return !prices.isEmpty() || !limits.isEmpty() || hasShares() || !fallbacks.isEmpty();
  }

  /** Puts what was said over what is there. */
  void over(Map<String, @Nullable Object> model) {
    requireKnown("--price", prices, PRICES);
    requireKnown("--limit", limits, LIMITS);
    merge(model, "prices", prices);
    merge(model, "limits", limits);
    var routing = new LinkedHashMap<String, Object>();
    if (hasShares()) {
      routing.put("shares", shares.entrySet().stream().map(ModelTerms::share).toList());
    }
    if (!fallbacks.isEmpty()) {
      routing.put("fallbacks", fallbacks);
    }
    merge(model, "routing", routing);
  }

  private static void requireKnown(String option, Map<String, ?> said, List<String> known) {
    for (String what : said.keySet()) {
      if (!known.contains(what)) {
        throw new UsageException(
            "%s is of %s; `%s` is none."
                .formatted(option, String.join(", ", known), Text.line(what)));
      }
    }
  }

  private static void merge(
      Map<String, @Nullable Object> model, String member, Map<String, ?> said) {
    if (said.isEmpty()) {
      return;
    }
    var merged = new LinkedHashMap<Object, @Nullable Object>();
    if (model.get(member) instanceof Map<?, ?> there) {
      merged.putAll(there);
    }
    merged.putAll(said);
    model.put(member, merged);
  }

  private static Map<String, Object> share(Map.Entry<String, Integer> share) {
    if (share.getValue() == null) {
      throw new UsageException("--share says a model and its weight, as in large=3.");
    }
    var member = new LinkedHashMap<String, Object>();
    member.put("model", share.getKey());
    member.put("weight", share.getValue());
    return member;
  }
}
