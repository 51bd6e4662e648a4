package ai.preloop.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes foreign text safe to print: what would move the cursor, reorder a line or hide in it is
 * written as a {@code \}{@code uXXXX} escape of each UTF-16 unit, which is also valid within JSON.
 */
public final class Text {

  private Text() {}

  /** For one line: line breaks and tabs are shown as well. */
  public static String line(String text) {
    return escape(text, "");
  }

  /** For several lines: line breaks and tabs stay what they are. */
  public static String lines(String text) {
    return escape(text, "\n\t");
  }

  /** As one word of a command that a person may copy into a shell, whatever is in it. */
  public static String word(String text) {
    String line = line(text);
    return line.matches("[\\w./:@%+,-]+") ? line : "'" + line.replace("'", "'\\''") + "'";
  }

  public static boolean hides(String text) {
    return text.codePoints().anyMatch(point -> point != '\n' && isHidden(point));
  }

  /** Cut to a number of columns, saying so with an ellipsis; 0 is no limit. */
  public static String cut(String text, int columns) {
    if (columns <= 0 || columns(text) <= columns) {
      return text;
    }
    var cut = new StringBuilder();
    int used = 0;
    for (int point : text.codePoints().toArray()) {
      used += columns(point);
      if (used > columns - 1) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cut.append('…').toString();
  }

  /** The words of a text that is safe to print, in lines of at most so many columns. */
  public static List<String> wrap(String text, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && columns(line.toString()) + 1 + columns(word) > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** How many columns a terminal gives to a text that is safe to print. */
  public static int columns(String text) {
    return text.codePoints().map(Text::columns).sum();
  }

  private static String escape(String text, String kept) {
    var safe = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(safe, point, kept));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int point, String kept) {
    if (!isHidden(point) || kept.indexOf(point) >= 0) {
      safe.appendCodePoint(point);
      return;
    }
    for (char unit : Character.toChars(point)) {
      safe.append("\\u%04X".formatted((int) unit));
    }
  }

  private static boolean isHidden(int point) {
    if (point >= 0x20 && point < 0x7F) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isBlank(point);
    };
  }

  /** Letters, marks and symbols that leave no ink: fillers, variation selectors, blank braille. */
  private static boolean isBlank(int point) {
    return point == 0x034F
        || point == 0x115F
        || point == 0x1160
        || point == 0x17B4
        || point == 0x17B5
        || point == 0x2800
        || point == 0x3164
        || point == 0xFFA0
        || (point >= 0x180B && point <= 0x180F)
        || (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0100 && point <= 0xE01EF);
  }

  private static int columns(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  /** The blocks that Unicode's East Asian Width (UAX #11) calls wide, roughly. */
  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE6F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0x1F300 && point <= 0x1FAFF)
        || (point >= 0x20000 && point <= 0x3FFFD);
  }
}
