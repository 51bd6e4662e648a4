package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's usage, which a stream says twice: input with {@code message_start}, cumulative output
 * with {@code message_delta}, which may say the input anew.
 */
final class AnthropicTally {

  /** Calls within the call that its own counts leave out ("Compaction", "Advisor tool"). */
  private static final Set<String> APART = Set.of("compaction", "advisor_message");

  private Usage message = Usage.NONE;
  private Usage apart = Usage.NONE;

  /** What is said of input replaces what was said before, unless it says that there is none. */
  Usage with(Counts counts, JsonSlice said) {
    Usage now = read(counts);
    Usage input = now.input() > 0 ? now : message;
    long output = isCount(said.member("output_tokens")) ? now.output() : message.output();
    message = new Usage(input.uncached(), input.cacheRead(), input.cacheWrite(), output, 0);
    JsonSlice iterations = said.member("iterations");
    if (iterations != null) {
      apart = Usage.NONE;
      Members.each(iterations).forEach(iteration -> iteration(counts, iteration));
    }
    return sum(message, apart);
  }

  private static boolean isCount(@Nullable JsonSlice value) {
    return value != null && value.is(JsonType.NUMBER);
  }

  private void iteration(Counts counts, JsonSlice iteration) {
    if (APART.contains(Members.text(iteration.member("type")))) {
      Counts inner = new Counts(iteration);
      apart = sum(apart, read(inner));
      counts.doubtIf(!inner.believable());
    }
  }

  /** Its input leaves out what the cache is concerned with. */
  private static Usage read(Counts counts) {
    long written =
        counts.of("cache_creation", "ephemeral_5m_input_tokens")
            + counts.of("cache_creation", "ephemeral_1h_input_tokens");
    return new Usage(
        counts.of("input_tokens"),
        counts.of("cache_read_input_tokens"),
        Math.max(counts.of("cache_creation_input_tokens"), written),
        counts.of("output_tokens"),
        0);
  }

  private static Usage sum(Usage one, Usage other) {
    return new Usage(
        one.uncached() + other.uncached(),
        one.cacheRead() + other.cacheRead(),
        one.cacheWrite() + other.cacheWrite(),
        one.output() + other.output(),
        0);
  }
}
