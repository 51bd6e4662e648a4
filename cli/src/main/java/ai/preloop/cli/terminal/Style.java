package ai.preloop.cli.terminal;

/** The few looks that text may have, as SGR codes of ECMA-48. */
public enum Style {
  BOLD(1),
  DIM(2),
  RED(31),
  GREEN(32),
  YELLOW(33);

  private final int code;

  Style(int code) {
    this.code = code;
  }

  String paint(String text) {
    return "\u001B[" + code + "m" + text + "\u001B[0m";
  }

  /** The look of a word that says how something stands or ended. */
  public static Style of(String word) {
    return switch (word) {
      case "allow", "allowed", "approved", "succeeded", "active", "ok" -> GREEN;
      case "ask", "pending", "executing", "expired", "cancelled", "warning", "depends" -> YELLOW;
      case "new", "changed" -> YELLOW;
      case "deny", "denied", "declined", "failed", "outcome_unknown", "error" -> RED;
      default -> BOLD;
    };
  }
}
