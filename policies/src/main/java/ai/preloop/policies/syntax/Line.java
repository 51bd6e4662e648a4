package ai.preloop.policies.syntax;

/**
 * A line of a source, in which a column is found without counting from its beginning: a whole
 * document may stand in one line, and have a thousand findings.
 */
record Line(String text, int[] marks, int codePoints) {

  private static final int STEP = 1_024;

  static Line of(String text) {
    int codePoints = text.codePointCount(0, text.length());
    int[] marks = new int[codePoints / STEP + 1];
    for (int i = 1; i < marks.length; i++) {
      marks[i] = text.offsetByCodePoints(marks[i - 1], STEP);
    }
    return new Line(text, marks, codePoints);
  }

  /** Whether this is written at a column, which counts code points from 1. */
  boolean has(String content, int column) {
    return column >= 1 && column <= codePoints + 1 && text.startsWith(content, offset(column - 1));
  }

  private int offset(int column) {
    return text.offsetByCodePoints(marks[column / STEP], column % STEP);
  }
}
