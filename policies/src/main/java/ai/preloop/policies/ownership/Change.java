package ai.preloop.policies.ownership;

import ai.preloop.policies.conditions.Primitive;
import java.util.Locale;

/** One difference between two versions: {@code changed tool bash (mcp)}. */
public record Change(Kind kind, Part part, String key) {

  /** What happens to it. */
  public enum Kind {
    ADDED,
    CHANGED,
    REMOVED
  }

  /** What a document consists of; the layout is its comments, its order and its spelling. */
  public enum Part {
    METADATA,
    SERVER,
    APPROVAL_WORKFLOW,
    TOOL,
    RESOURCE,
    PROMPT,
    MODEL,
    SUBJECT,
    DEFAULTS,
    LAYOUT
  }

  /** The part that has the entries of these. */
  static Part of(Primitive primitive) {
    return switch (primitive) {
      case TOOL -> Part.TOOL;
      case RESOURCE -> Part.RESOURCE;
      case PROMPT -> Part.PROMPT;
      case MODEL -> Part.MODEL;
    };
  }

  @Override
  public String toString() {
    var words = (kind + " " + part).toLowerCase(Locale.ROOT).replace('_', ' ');
    return key.isEmpty() ? words : words + " " + key;
  }
}
