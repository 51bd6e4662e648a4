package ai.preloop.policies.redaction;

import tools.jackson.core.JacksonException;

/**
 * Takes secrets out of what goes into records, logs and answers: values under telling names, and
 * known token shapes anywhere. A value keeps at most 4,096 characters, a document about 64 KiB, and
 * what was cut is said. Never throws for what it reads.
 */
public final class Redaction {

  /** Stands where a secret was. */
  public static final String REDACTED = "[redacted]";

  /** Begins what is said of the length of what was cut. */
  static final String CUT = "[cut; ";

  /** Stands for all of a document that is not JSON. */
  public static final String UNREADABLE = "\"[not readable as JSON]\"";

  static final int VALUE_LIMIT = 4_096;
  static final int DOCUMENT_LIMIT = 65_536;

  /** Read beyond the limit, so that a token across it is still recognised. */
  private static final int WINDOW = 3 * VALUE_LIMIT;

  private Redaction() {}

  /** Whether something was taken out of a text, or it was cut; a text may say so by itself. */
  public static boolean isMarked(String text) {
    return text.contains(REDACTED) || text.contains(CUT);
  }

  /** Whether a value is what stands where a document was cut. */
  public static boolean isCut(String value) {
    return value.startsWith(CUT);
  }

  /** One JSON document in UTF-8, as valid JSON without its secrets; numbers stay as written. */
  public static String redact(byte[] json) {
    try {
      return RedactingCopy.of(json);
    } catch (JacksonException unreadable) {
      return UNREADABLE;
    }
  }

  /** A text without its secrets. */
  public static String redactText(String text) {
    String window = text.length() > WINDOW ? text.substring(0, WINDOW) : text;
    String redacted = TokenShapes.redact(Assignments.redact(window));
    if (text.length() <= VALUE_LIMIT) {
      return redacted;
    }
    int kept = Math.min(redacted.length(), VALUE_LIMIT);
    if (Character.isHighSurrogate(redacted.charAt(kept - 1))) {
      kept--;
    }
    return redacted.substring(0, kept) + "… " + CUT + text.length() + " characters in all]";
  }
}
