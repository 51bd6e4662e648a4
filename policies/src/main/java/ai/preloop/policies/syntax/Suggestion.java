package ai.preloop.policies.syntax;

import java.util.Collection;
import java.util.Comparator;

/** The nearest known word, for a message about an unknown one. */
public final class Suggestion {

  private static final int LONGEST = 64;

  private Suggestion() {}

  /** {@code " Did you mean …?"}, or nothing where no word is near. */
  public static String of(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return "";
    }
    var limit = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(word -> Math.abs(word.length() - written.length()) <= limit)
        .filter(word -> distance(written, word) <= limit)
        .min(Comparator.comparingInt((String word) -> distance(written, word)))
        .map(" Did you mean `%s`?"::formatted)
        .orElse("");
  }

  /** The optimal string alignment distance: insertions, deletions, changes and swaps. */
  private static int distance(String a, String b) {
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
