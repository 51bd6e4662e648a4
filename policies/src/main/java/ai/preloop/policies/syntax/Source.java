package ai.preloop.policies.syntax;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The text of a document: within its size, and strictly UTF-8. */
public record Source(String text) {

  public static final int MAX_BYTES = 1 << 20;

  /** The text, or null after an error that says why there is none. */
  static @Nullable Source decode(byte[] bytes, Findings findings) {
    if (bytes.length > MAX_BYTES) {
      findings.error("document.too_large", Paths.ROOT, "A document has at most 1 MiB.");
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

  Position positionAt(int codePoints) {
    var before = text.substring(0, text.offsetByCodePoints(0, codePoints));
    var lineStart = before.lastIndexOf('\n') + 1;
    var line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    return new Position(line, before.codePointCount(lineStart, before.length()) + 1);
  }

  /** Where a line and column of a scalar's content stand, or the scalar's start when unclear. */
  public Position within(Position scalar, String content, int line, int column) {
    if (line < 1 || column < 1 || scalar.line() < 1) {
      return scalar;
    }
    var here = text.lines().skip(scalar.line() - 1L).findFirst().orElse("");
    var written = here.substring(Math.min(here.length(), scalar.column() - 1));
    if (line == 1 && written.startsWith(content)) {
      return new Position(scalar.line(), scalar.column() + column - 1);
    }
    if (line == 1 && written.length() > 1 && written.startsWith(content, 1)) {
      return new Position(scalar.line(), scalar.column() + column);
    }
    return written.startsWith("|") ? inBlock(scalar, line, column) : scalar;
  }

  private Position inBlock(Position scalar, int line, int column) {
    var indent =
        text.lines()
            .skip(scalar.line())
            .filter(each -> !each.isBlank())
            .findFirst()
            .map(each -> each.length() - each.stripLeading().length())
            .orElse(0);
    return new Position(scalar.line() + line, indent + column);
  }
}
