package ai.preloop.policies.syntax;

import java.util.Collection;

/** The nearest known word, for a message about an unknown one. */
public final class Suggestion {

  private static final int LONGEST = 64;
  private static final int MOST_KNOWN = 1_000;

  private Suggestion() {}

  /** {@code " Did you mean …?"}, or nothing where no word is near. */
  public static String of(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return "";
    }
    int nearest = Math.max(1, written.length() / 3) + 1;
    String meant = "";
    for (var word : (Iterable<String>) known.stream().limit(MOST_KNOWN)::iterator) {
      int distance =
          Math.abs(word.length() - written.length()) < nearest ? distance(written, word) : nearest;
      if (distance < nearest) {
        nearest = distance;
        meant = word;
      }
    }
    return meant.isEmpty() ? "" : " Did you mean `%s`?".formatted(meant);
  }

  /** Without what both begin and end with, which in names of a kind is most of them. */
  private static int distance(String a, String b) {
    int start = 0;
    int shorter = Math.min(a.length(), b.length());
    while (start < shorter && a.charAt(start) == b.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
      end++;
    }
    return between(a.substring(start, a.length() - end), b.substring(start, b.length() - end));
  }

  /** The optimal string alignment distance: insertions, deletions, changes and swaps. */
  private static int between(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : cheapest(rows, a, b, new int[] {i, j});
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int cheapest(int[][] rows, String a, String b, int[] at) {
    int i = at[0];
    int j = at[1];
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(rows[i - 1][j - 1] + change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, rows[i - 2][j - 2] + 1) : best;
  }
}
