package ai.preloop.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** What became of a text, line by line: {@code -} is gone, {@code +} is new. */
public final class LineDiff {

  /** How many lines around a change are shown. */
  private static final int AROUND = 3;

  /** Beyond this the table would be large: everything between the ends counts as replaced. */
  private static final long MOST_CELLS = 4_000_000;

  private final List<String> before;
  private final List<String> after;
  private final List<Line> lines = new ArrayList<>();

  private LineDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /** One line, and whether it is gone ({@code -}), new ({@code +}) or still there (a space). */
  public record Line(char sign, String text) {

    @Override
    public String toString() {
      return sign + " " + text;
    }

    private boolean stays() {
      return sign == ' ';
    }
  }

  /** The changed lines with a few around them; … stands for what is left out between. */
  public static List<Line> of(String before, String after) {
    var diff = new LineDiff(before.lines().toList(), after.lines().toList());
    diff.compare();
    return diff.shortened();
  }

  private void compare() {
    int start = commonStart();
    int end = commonEnd(start);
    before.subList(0, start).forEach(text -> add(' ', text));
    between(before.subList(start, before.size() - end), after.subList(start, after.size() - end));
    before.subList(before.size() - end, before.size()).forEach(text -> add(' ', text));
  }

  private void between(List<String> gone, List<String> come) {
    int[][] longest = longest(gone, come);
    int i = 0;
    int j = 0;
    while (longest.length > 0 && i < gone.size() && j < come.size()) {
      if (gone.get(i).equals(come.get(j))) {
        add(' ', gone.get(i++));
        j++;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        add('-', gone.get(i++));
      } else {
        add('+', come.get(j++));
      }
    }
    gone.subList(i, gone.size()).forEach(text -> add('-', text));
    come.subList(j, come.size()).forEach(text -> add('+', text));
  }

  /** The longest common subsequence of what is left, from each place on. */
  private static int[][] longest(List<String> gone, List<String> come) {
    if ((long) gone.size() * come.size() > MOST_CELLS) {
      return new int[0][];
    }
    int[][] longest = new int[gone.size() + 1][come.size() + 1];
    for (int i = gone.size() - 1; i >= 0; i--) {
      for (int j = come.size() - 1; j >= 0; j--) {
        longest[i][j] =
            gone.get(i).equals(come.get(j))
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    return longest;
  }

  private List<Line> shortened() {
    List<Line> shown = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (isNearAChange(i)) {
        shown.add(lines.get(i));
      } else if (shown.isEmpty() || !shown.getLast().text().equals("…")) {
        shown.add(new Line(' ', "…"));
      }
    }
    return shown;
  }

  private boolean isNearAChange(int index) {
    int from = Math.max(0, index - AROUND);
    int to = Math.min(lines.size(), index + AROUND + 1);
    return !lines.subList(from, to).stream().allMatch(Line::stays);
  }

  private int commonStart() {
    int start = 0;
    int most = Math.min(before.size(), after.size());
    while (start < most && before.get(start).equals(after.get(start))) {
      start++;
    }
    return start;
  }

  private int commonEnd(int start) {
    int end = 0;
    int most = Math.min(before.size(), after.size()) - start;
    while (end < most && before.reversed().get(end).equals(after.reversed().get(end))) {
      end++;
    }
    return end;
  }

  private void add(char sign, String text) {
    lines.add(new Line(sign, text));
  }
}
