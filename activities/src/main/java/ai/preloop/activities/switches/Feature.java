package ai.preloop.activities.switches;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A part of MCP beside tools (MCP, Server Features and Client Features). */
public enum Feature {
  RESOURCES,
  PROMPTS,
  SAMPLING,
  ELICITATION,
  ROOTS;

  private static final String NOTICE = "notifications/";

  /** As capabilities name it, and methods begin. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part that a request or a notice is of; empty for what is of none of them. */
  static Optional<Feature> of(String method) {
    String bare = method.startsWith(NOTICE) ? method.substring(NOTICE.length()) : method;
    return Arrays.stream(values()).filter(each -> bare.startsWith(each.word() + "/")).findFirst();
  }
}
