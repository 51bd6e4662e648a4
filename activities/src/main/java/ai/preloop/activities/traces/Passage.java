package ai.preloop.activities.traces;

import ai.preloop.policies.redaction.Redaction;
import java.nio.charset.StandardCharsets;

/** A text, or the arguments of a call of a tool where it has the name of one. */
record Passage(String tool, StringBuilder text) {

  Passage(String tool) {
    this(tool, new StringBuilder());
  }

  String redacted() {
    String raw = text.toString();
    return tool.isEmpty()
        ? Redaction.redactText(raw)
        : Redaction.redactText(tool) + "(" + arguments(raw) + ")";
  }

  /** Arguments that were cut are no JSON; as text, they lose what telling names give. */
  private static String arguments(String raw) {
    String redacted = Redaction.redact(raw.getBytes(StandardCharsets.UTF_8));
    return redacted.equals(Redaction.UNREADABLE) ? Redaction.redactText(raw) : redacted;
  }
}
