package ai.preloop.policies.output;

/**
 * Characters that a person does not see and a model reads: formats (bidirectional overrides, zero
 * widths, tags), controls, private and unassigned ones, and variation selectors past the two that
 * style emoji.
 */
public final class HiddenUnicode {

  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private HiddenUnicode() {}

  /** Whether the text has such a character. */
  public static boolean in(String text) {
    int previous = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(previous)) {
      int point = text.codePointAt(i);
      boolean joinsEmoji = point == ZERO_WIDTH_JOINER && isEmojiPart(previous);
      if (isHidden(point) && !joinsEmoji) {
        return true;
      }
      previous = point;
    }
    return false;
  }

  /** Whether the character, standing by itself, cannot be seen. */
  public static boolean isHidden(int point) {
    if (isPrinted(point)) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.FORMAT,
          Character.CONTROL,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isBlankLetter(point) || isRareSelector(point);
    };
  }

  /** Of ASCII: what most texts have, and nothing else. */
  private static boolean isPrinted(int point) {
    return (point >= ' ' && point < 0x7f) || point == '\n' || point == '\r' || point == '\t';
  }

  /** Hangul fillers, the grapheme joiner and the blank braille pattern are drawn as nothing. */
  private static boolean isBlankLetter(int point) {
    return switch (point) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 -> true;
      default -> false;
    };
  }

  private static boolean isRareSelector(int point) {
    return (point >= 0xfe00 && point <= 0xfe0d)
        || (point >= 0x180b && point <= 0x180f)
        || (point >= 0xe0100 && point <= 0xe01ef);
  }

  private static boolean isEmojiPart(int point) {
    boolean emoji = point > 0x7f && Character.isEmoji(point);
    return emoji || point == 0xfe0f;
  }
}
