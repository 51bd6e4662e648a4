package ai.preloop.activities.translation.generatecontent;

import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a model's name, as Google's page on thinking says it. A Gemini that is not
 * known is taken for the newest, and what is no Gemini is asked nothing that could be refused.
 */
record GeminiModel(Kind kind, int version) {

  private enum Kind {
    PRO,
    FLASH,
    FLASH_LITE,
    OTHER
  }

  /** How it is told to think. */
  enum Thinking {
    NEVER,
    BUDGET,
    LEVEL
  }

  private static final int NEWEST = 9_900;
  private static final Pattern VERSION = Pattern.compile("gemini-(\\d{1,2})(?:\\.(\\d{1,2}))?");

  static GeminiModel of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!lower.contains("gemini-")) {
      return new GeminiModel(Kind.OTHER, 0);
    }
    Matcher version = VERSION.matcher(lower);
    return new GeminiModel(
        kind(lower), version.find() ? version(version.group(1), version.group(2)) : NEWEST);
  }

  private static Kind kind(String name) {
    if (name.contains("-flash-lite")) {
      return Kind.FLASH_LITE;
    }
    return name.contains("-flash") ? Kind.FLASH : name.contains("-pro") ? Kind.PRO : Kind.OTHER;
  }

  /** 2.5 is 205. */
  private static int version(String major, @Nullable String minor) {
    return 100 * Integer.parseInt(major) + (minor == null ? 0 : Integer.parseInt(minor));
  }

  Thinking thinking() {
    if (version < 205) {
      return Thinking.NEVER;
    }
    return version < 300 ? Thinking.BUDGET : Thinking.LEVEL;
  }

  int leastBudget() {
    return switch (kind) {
      case PRO -> 128;
      case FLASH_LITE -> 512;
      case FLASH, OTHER -> 1;
    };
  }

  int mostBudget() {
    return kind == Kind.PRO ? 32_768 : 24_576;
  }

  boolean alwaysThinks() {
    return kind == Kind.PRO;
  }

  /** 3 Pro has no medium level, Pro at all and Flash from 3.7 on no minimal one. */
  Set<Effort> levels() {
    EnumSet<Effort> levels = EnumSet.of(Effort.LOW, Effort.HIGH);
    if (kind != Kind.PRO || version > 300) {
      levels.add(Effort.MEDIUM);
    }
    boolean minimal =
        (kind == Kind.FLASH && version < 307) || (kind == Kind.FLASH_LITE && version < 400);
    if (minimal) {
      levels.add(Effort.MINIMAL);
    }
    return levels;
  }

  /** Calls in a conversation are refused that come without their signature. */
  boolean wantsSignatures() {
    return version >= 300;
  }

  /** Whether it looks at what is at a public address. */
  boolean fetches() {
    return version >= 205;
  }

  boolean takesPenalties() {
    return version > 0 && version < 205;
  }

  boolean takesJsonBesideTools() {
    return version == 0 || version >= 300;
  }
}
