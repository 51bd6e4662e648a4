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
    Usage output = isCount(said.member("output_tokens")) ? now : message;
    message =
        new Usage(
            input.uncached(),
            input.cacheRead(),
            input.cacheWrite(),
            input.cacheWriteHour(),
            output.output(),
            output.reasoning());
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
    long hour = counts.of("cache_creation", "ephemeral_1h_input_tokens");
    long written = counts.of("cache_creation", "ephemeral_5m_input_tokens") + hour;
    return new Usage(
        counts.of("input_tokens"),
        counts.of("cache_read_input_tokens"),
        Math.max(counts.of("cache_creation_input_tokens"), written),
        hour,
        counts.of("output_tokens"),
        counts.of("output_tokens_details", "thinking_tokens"));
  }

  private static Usage sum(Usage one, Usage other) {
    return new Usage(
        one.uncached() + other.uncached(),
        one.cacheRead() + other.cacheRead(),
        one.cacheWrite() + other.cacheWrite(),
        one.cacheWriteHour() + other.cacheWriteHour(),
        one.output() + other.output(),
        one.reasoning() + other.reasoning());
  }
}
