package ai.preloop.activities.virtualservers;

import java.util.Locale;

/** How a virtual server shows its tools: as a list, or as a search that finds them. */
public enum Presentation {
  LIST,
  SEARCH;

  public static Presentation of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
