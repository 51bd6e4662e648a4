package ai.preloop.activities.database;

import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL can keep it: one NUL or lone surrogate would hold up the whole ledger. */
public final class Storable {

  private static final char REPLACEMENT = '\uFFFD';

  private Storable() {}

  public static String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return cleaned(text);
      }
    }
    return text;
  }

  public static @Nullable String optional(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private static String cleaned(String text) {
    return text.codePoints()
        .map(c -> c == 0 || isLoneSurrogate(c) ? REPLACEMENT : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** At most so many characters of it. */
  public static @Nullable String shortened(@Nullable String text, int most) {
    if (text == null || text.length() <= most) {
      return optional(text);
    }
    return text(text.substring(0, most)) + "…";
  }
}
