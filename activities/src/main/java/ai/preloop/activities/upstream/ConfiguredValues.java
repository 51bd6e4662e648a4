package ai.preloop.activities.upstream;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The values of a command's variables, which may be secret and are shown to nobody. */
record ConfiguredValues(List<String> values) {

  private static final int SHORTEST = 4;
  private static final String HIDDEN = "[redacted]";

  /** Line by line, as they are said; a longer one first, which may have another in it. */
  ConfiguredValues {
    values =
        values.stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(value -> value.length() >= SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  static ConfiguredValues of(StdioCommand command) {
    Map<String, String> ours = System.getenv();
    return new ConfiguredValues(
        command.environment().stream()
            .filter(ours::containsKey)
            .map(name -> ours.getOrDefault(name, ""))
            .toList());
  }

  String hiddenIn(String line) {
    String text = line;
    for (String value : values) {
      text = text.replace(value, HIDDEN);
    }
    return text;
  }

  /** In a line that was cut, and perhaps in the midst of one of them. */
  String hiddenInCut(String line) {
    String text = hiddenIn(line);
    for (String value : values) {
      for (int length = value.length() - 1; length >= SHORTEST; length--) {
        if (text.endsWith(value.substring(0, length))) {
          return text.substring(0, text.length() - length) + HIDDEN;
        }
      }
    }
    return text;
  }
}
