package ai.preloop.policies.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The text of a document: within its size, and strictly UTF-8. */
public final class Source {

  public static final int MAX_BYTES = 4 << 20;

  /** Empty lines at the start of a block that are looked through for its indentation. */
  private static final int MOST_EMPTY_LINES = 100;

  /** As YAML 1.2 has it, section 5.4. */
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");

  private final String text;
  private final List<Line> lines;

  Source(String text) {
    this.text = text;
    this.lines = text.lines().map(Line::of).toList();
  }

  String text() {
    return text;
  }

  /** The text, or null after an error that says why there is none. */
  static @Nullable Source decode(byte[] bytes, Findings findings) {
    if (bytes.length > MAX_BYTES) {
      findings.error(
          "document.too_large",
          Paths.ROOT,
          "A document has at most %d MiB.".formatted(MAX_BYTES >> 20));
      return null;
    }
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var input = ByteBuffer.wrap(bytes);
    try {
      return new Source(decoder.decode(input).toString());
    } catch (CharacterCodingException e) {
      findings.add(notUtf8(new String(bytes, 0, input.position(), StandardCharsets.UTF_8)));
      return null;
    }
  }

  private static Finding notUtf8(String readable) {
    return new Finding(
        Severity.ERROR,
        "document.encoding",
        Paths.ROOT,
        new Source(readable).positionAt(readable.codePointCount(0, readable.length())),
        "The bytes here are not UTF-8.");
  }

  /** Whether an alias stands there, and not what it repeats. */
  public boolean isAlias(Position start) {
    return lines.get(start.line() - 1).has("*", start.column());
  }

  Position positionAt(int codePoints) {
    var before = text.substring(0, text.offsetByCodePoints(0, codePoints));
    var lines = LINE_END.split(before, -1);
    var last = lines[lines.length - 1];
    return new Position(lines.length, last.codePointCount(0, last.length()) + 1);
  }

  /** Where a line and column of a scalar's content stand, or the scalar's start when unclear. */
  public Position within(Position scalar, String content, int line, int column) {
    if (line < 1 || column < 1 || scalar.line() < 1 || scalar.line() > lines.size()) {
      return scalar;
    }
    var written = lines.get(scalar.line() - 1);
    if (line == 1 && written.has(content, scalar.column())) {
      return new Position(scalar.line(), scalar.column() + column - 1);
    }
    if (line == 1 && written.has(content, scalar.column() + 1)) {
      return new Position(scalar.line(), scalar.column() + column);
    }
    return written.has("|", scalar.column()) ? inBlock(scalar, line, column) : scalar;
  }

  private Position inBlock(Position scalar, int line, int column) {
    var indent =
        lines.stream()
            .skip(scalar.line())
            .limit(MOST_EMPTY_LINES)
            .map(Line::text)
            .filter(each -> !each.isBlank())
            .findFirst()
            .map(each -> each.length() - each.stripLeading().length())
            .orElse(0);
    return new Position(scalar.line() + line, indent + column);
  }
}
