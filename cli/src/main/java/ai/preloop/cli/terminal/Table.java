package ai.preloop.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, aligned; the last column gives way when the terminal is narrow. */
public final class Table {

  private static final String GAP = "  ";
  private static final int LEAST = 12;

  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();
  private boolean headed = true;

  public Table(String... headings) {
    this.headings = List.of(headings);
  }

  /** One cell for each heading; hidden characters are made visible here. */
  public Table row(String... cells) {
    rows.add(Arrays.stream(cells).map(Text::line).toList());
    return this;
  }

  /** For rows that go on below others. */
  public Table withoutHeadings() {
    headed = false;
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(Screen screen) {
    int[] widths = widths(screen.columns());
    if (headed) {
      screen.line(screen.paint(Style.DIM, lay(headings, widths)));
    }
    rows.forEach(row -> screen.line(paint(screen, row, widths)));
  }

  private static String paint(Screen screen, List<String> row, int[] widths) {
    var cells = new ArrayList<String>();
    for (int i = 0; i < row.size(); i++) {
      String cell = pad(Text.cut(row.get(i), widths[i]), i == row.size() - 1 ? 0 : widths[i]);
      Style style = Style.of(row.get(i));
      cells.add(style == Style.BOLD ? cell : screen.paint(style, cell));
    }
    return String.join(GAP, cells).stripTrailing();
  }

  private static String lay(List<String> cells, int[] widths) {
    var laid = new ArrayList<String>();
    for (int i = 0; i < cells.size(); i++) {
      laid.add(pad(cells.get(i), widths[i]));
    }
    return String.join(GAP, laid).stripTrailing();
  }

  private int[] widths(int columns) {
    int[] widths = headings.stream().mapToInt(Text::columns).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Text.columns(row.get(i)));
      }
    }
    return columns > 0 ? fitted(widths, columns) : widths;
  }

  private static int[] fitted(int[] widths, int columns) {
    int last = widths.length - 1;
    int others = Arrays.stream(widths, 0, last).sum() + GAP.length() * last;
    widths[last] = Math.min(widths[last], Math.max(columns - others, LEAST));
    return widths;
  }

  private static String pad(String cell, int width) {
    return cell + " ".repeat(Math.max(0, width - Text.columns(cell)));
  }
}
