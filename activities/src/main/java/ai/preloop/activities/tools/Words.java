package ai.preloop.activities.tools;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The words of a text, in small letters; {@code createPull_request} has three. */
final class Words {

  private static final int SHORTEST_STEM = 3;

  private Words() {}

  static Set<String> of(String text) {
    Set<String> words = new LinkedHashSet<>();
    int from = 0;
    for (int at = 1; at <= text.length(); at++) {
      if (at == text.length() || isBorder(text.charAt(at - 1), text.charAt(at))) {
        add(words, text, from, at);
        from = at;
      }
    }
    return words;
  }

  /** Whether one is the other with an ending: {@code pay}, {@code payment}, {@code payments}. */
  static boolean areAkin(String one, String other) {
    return Math.min(one.length(), other.length()) >= SHORTEST_STEM
        && (one.startsWith(other) || other.startsWith(one));
  }

  private static boolean isBorder(char before, char next) {
    return Character.isLetterOrDigit(before) != Character.isLetterOrDigit(next)
        || (Character.isLowerCase(before) && Character.isUpperCase(next));
  }

  private static void add(Set<String> words, String text, int from, int to) {
    if (to > from && Character.isLetterOrDigit(text.charAt(from))) {
      words.add(text.substring(from, to).toLowerCase(Locale.ROOT));
    }
  }
}
