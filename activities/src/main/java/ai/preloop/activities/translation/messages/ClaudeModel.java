package ai.preloop.activities.translation.messages;

import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a model's name, as Anthropic's pages on each model say it. A Claude that is not
 * known is taken for the newest, and what is no Claude is asked nothing that could be refused.
 */
record ClaudeModel(@Nullable String family, int version, Thinking thinking, Off off) {

  /** How it is told to think. */
  enum Thinking {
    NEVER,
    BUDGET,
    ADAPTIVE
  }

  /** How it is told not to think; some cannot be, and get their least effort. */
  enum Off {
    UNSAID,
    DISABLED,
    BETWEEN_TOOLS,
    LEAST
  }

  private static final int NEWEST = 9_900;
  private static final String FAMILIES = "(opus|sonnet|haiku|fable|mythos)";
  private static final String VERSION = "(\\d{1,2})(?:[.-](\\d{1,2}))?(?!\\d)";

  /** {@code claude-opus-4-7}, and {@code claude-3-7-sonnet} as it was once written. */
  private static final Pattern FAMILY_FIRST = Pattern.compile("claude-" + FAMILIES + "-" + VERSION);

  private static final Pattern VERSION_FIRST =
      Pattern.compile("claude-" + VERSION + "-" + FAMILIES);

  static ClaudeModel of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher named = FAMILY_FIRST.matcher(lower);
    if (named.find()) {
      return of(named.group(1), version(named.group(2), named.group(3)));
    }
    Matcher old = VERSION_FIRST.matcher(lower);
    if (old.find()) {
      return of(old.group(3), version(old.group(1), old.group(2)));
    }
    return lower.contains("claude")
        ? of(null, NEWEST)
        : new ClaudeModel(null, 0, Thinking.NEVER, Off.UNSAID);
  }

  private static ClaudeModel of(@Nullable String family, int version) {
    return new ClaudeModel(family, version, thinking(version), off(family, version));
  }

  /** 4.7 is 407. */
  private static int version(String major, @Nullable String minor) {
    return 100 * Integer.parseInt(major) + (minor == null ? 0 : Integer.parseInt(minor));
  }

  private static Thinking thinking(int version) {
    if (version < 307) {
      return Thinking.NEVER;
    }
    return version < 406 ? Thinking.BUDGET : Thinking.ADAPTIVE;
  }

  private static Off off(@Nullable String family, int version) {
    if (version < 500) {
      return Off.UNSAID;
    }
    return switch (family) {
      case "sonnet" ->
          version < 505 ? Off.DISABLED : version == 505 ? Off.BETWEEN_TOOLS : Off.LEAST;
      case "opus" -> version < 505 ? Off.DISABLED : Off.LEAST;
      case "haiku" -> version <= 505 ? Off.DISABLED : Off.LEAST;
      case null, default -> Off.LEAST;
    };
  }

  /** Temperature and the rest: up to 4.6. */
  boolean takesSampling() {
    return version < 407;
  }

  /** Some choose their tools by themselves: Fable from 5.1 on, Opus and Sonnet from 5.5 on. */
  boolean takesForcedTools() {
    return switch (family) {
      case "opus", "sonnet" -> version < 505;
      case "haiku" -> version <= 505;
      case null, default -> version < 501;
    };
  }

  /** Whether it goes on with what the assistant has begun to say: up to 4.5. */
  boolean goesOnWithAssistant() {
    return version < 406;
  }

  Set<Effort> efforts() {
    EnumSet<Effort> efforts = EnumSet.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.MAX);
    if (version >= 407) {
      efforts.add(Effort.XHIGH);
    }
    return efforts;
  }

  /** From 5.1 on a thought is bound to the model that had it. */
  boolean takesBack(@Nullable String itsModel) {
    if (version < 501) {
      return true;
    }
    ClaudeModel other = itsModel == null ? null : of(itsModel);
    return other != null && equals(other);
  }
}
