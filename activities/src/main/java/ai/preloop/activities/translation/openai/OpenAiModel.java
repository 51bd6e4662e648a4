package ai.preloop.activities.translation.openai;

import ai.preloop.activities.translation.conversation.Reasoning.Effort;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows from a model's name, as OpenAI's pages on each model say it: none of the words for
 * an effort where it does not reason. A GPT that is not known takes what all that reason take; what
 * is none of OpenAI's is asked nothing that could be refused.
 */
public record OpenAiModel(int version, Set<Effort> efforts) {

  private static final Pattern O = Pattern.compile("(?:^|/)o\\d(?:-|$)");
  private static final Pattern GPT =
      Pattern.compile("(?:^|/)gpt-(\\d{1,2})(?:\\.(\\d{1,2}))?(?:-(.*))?$");
  private static final Set<Effort> USUAL = EnumSet.of(Effort.LOW, Effort.MEDIUM, Effort.HIGH);

  public OpenAiModel {
    efforts = Set.copyOf(efforts);
  }

  public static OpenAiModel of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (O.matcher(lower).find() || lower.contains("codex-mini-latest")) {
      return new OpenAiModel(0, USUAL);
    }
    Matcher gpt = GPT.matcher(lower);
    if (!gpt.find()) {
      return new OpenAiModel(0, Set.of());
    }
    int minor = gpt.group(2) == null ? 0 : Integer.parseInt(gpt.group(2));
    int version = 100 * Integer.parseInt(gpt.group(1)) + minor;
    String variant = gpt.group(3) == null ? "" : gpt.group(3);
    return new OpenAiModel(version, efforts(version, variant));
  }

  private static Set<Effort> efforts(int version, String variant) {
    if (version < 500) {
      return Set.of();
    }
    if (variant.startsWith("chat")) {
      return version == 500 ? Set.of() : EnumSet.of(Effort.MEDIUM);
    }
    if (version >= 700) {
      return USUAL;
    }
    if (variant.startsWith("pro")) {
      return version == 500 ? EnumSet.of(Effort.HIGH) : EnumSet.range(Effort.MEDIUM, most(version));
    }
    if (variant.startsWith("codex-mini")) {
      return EnumSet.of(Effort.MEDIUM, Effort.HIGH);
    }
    if (variant.startsWith("codex")) {
      return EnumSet.range(
          Effort.LOW, variant.startsWith("codex-max") ? Effort.XHIGH : most(version));
    }
    EnumSet<Effort> efforts = EnumSet.range(Effort.LOW, most(version));
    if (version < 600) {
      efforts.add(version == 500 ? Effort.MINIMAL : Effort.NONE);
    }
    return efforts;
  }

  private static Effort most(int version) {
    if (version < 502) {
      return Effort.HIGH;
    }
    return version < 506 ? Effort.XHIGH : Effort.MAX;
  }

  public boolean reasons() {
    return !efforts.isEmpty();
  }

  /** From 5.4 on function tools of chat completions are refused to what reasons. */
  public boolean takesToolsInChatOnlyUnreasoned() {
    return version >= 504;
  }
}
