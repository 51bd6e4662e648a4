package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Usage as the objects of an answer say it, one after the other: the last one counts. One that
 * cannot be believed makes all of it unsaid, for what was said before it is less than the truth.
 */
public final class UsageTally {

  private final Operation operation;
  private final AnthropicTally anthropic = new AnthropicTally();
  private @Nullable Usage usage;
  private boolean doubted;

  public UsageTally(Operation operation) {
    this.operation = operation;
  }

  /** What one object of usage says; nothing where it cannot be believed. */
  public static Usage of(Operation operation, byte[] object) {
    UsageTally tally = new UsageTally(operation);
    tally.absorb(object);
    return tally.total();
  }

  public void absorb(byte[] object) {
    try {
      absorb(StrictJson.read(object, Limits.ANSWER));
    } catch (MalformedMessage notUnderstood) {
      doubted = true;
    }
  }

  public Usage total() {
    Usage said = usage();
    return said == null ? Usage.NONE : said;
  }

  @Nullable Usage usage() {
    return doubted ? null : usage;
  }

  /** Whether it says what was used; half of it says less than the truth. */
  boolean absorb(@Nullable JsonSlice said) {
    if (said == null || !said.is(JsonType.OBJECT)) {
      return false;
    }
    Counts counts = new Counts(said);
    Usage read =
        switch (operation.dialect()) {
          case OPENAI -> operation == Operation.RESPONSES ? responses(counts) : chat(counts);
          case ANTHROPIC -> anthropic.with(counts, said);
          case GEMINI -> gemini(counts);
        };
    doubted |= counts.said() && !counts.believable();
    boolean isWhole = counts.said() && !isHalf(counts);
    if (isWhole) {
      usage = read;
    }
    return isWhole;
  }

  /**
   * Input without output, or the other way round, where there is no sum of both; embeddings have no
   * output.
   */
  private boolean isHalf(Counts counts) {
    return switch (operation) {
      case CHAT_COMPLETIONS -> counts.isHalf("prompt_tokens", "completion_tokens");
      case RESPONSES -> counts.isHalf("input_tokens", "output_tokens");
      case EMBEDDINGS,
          MESSAGES,
          GENERATE_CONTENT,
          STREAM_GENERATE_CONTENT,
          COUNT_RESPONSE_TOKENS,
          COUNT_MESSAGE_TOKENS,
          COUNT_TOKENS ->
          false;
    };
  }

  /**
   * Chat completions and embeddings; the cache's counts also as DeepSeek and Moonshot have them.
   */
  private static Usage chat(Counts counts) {
    long cached =
        Math.max(
            counts.of("prompt_tokens_details", "cached_tokens"),
            Math.max(counts.of("prompt_cache_hit_tokens"), counts.of("cached_tokens")));
    return openAi(
        counts,
        new Parts(
            counts.of("prompt_tokens"),
            cached,
            counts.of("prompt_tokens_details", "cache_write_tokens"),
            counts.of("completion_tokens"),
            counts.of("completion_tokens_details", "reasoning_tokens")));
  }

  private static Usage responses(Counts counts) {
    return openAi(
        counts,
        new Parts(
            counts.of("input_tokens"),
            counts.of("input_tokens_details", "cached_tokens"),
            counts.of("input_tokens_details", "cache_write_tokens"),
            counts.of("output_tokens"),
            counts.of("output_tokens_details", "reasoning_tokens")));
  }

  /**
   * OpenAI's output includes the reasoning. xAI and Gemini's compatible endpoint count it beside
   * the output, which only the total shows.
   */
  private static Usage openAi(Counts counts, Parts parts) {
    long beside = Math.max(0, counts.of("total_tokens") - parts.input - parts.output);
    long output = parts.output + beside;
    long reasoning = Math.max(parts.reasoning, beside);
    long uncached = parts.input - parts.cached - parts.written;
    counts.doubtIf(uncached < 0 || reasoning > output || output > Usage.MOST);
    return new Usage(uncached, parts.cached, parts.written, output, reasoning);
  }

  /** Input with what is cached and written in it; output with the reasoning in it. */
  private record Parts(long input, long cached, long written, long output, long reasoning) {}

  /** The prompt includes what is cached, and not what tools of Google's brought. */
  private static Usage gemini(Counts counts) {
    long cached = counts.of("cachedContentTokenCount");
    long uncached = counts.of("promptTokenCount") - cached;
    counts.doubtIf(uncached < 0);
    long thoughts = counts.of("thoughtsTokenCount");
    return new Usage(
        uncached + counts.of("toolUsePromptTokenCount"),
        cached,
        0,
        counts.of("candidatesTokenCount") + thoughts,
        thoughts);
  }
}
