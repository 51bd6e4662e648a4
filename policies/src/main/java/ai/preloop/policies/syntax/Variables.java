package ai.preloop.policies.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces a name in {@code ${…}} where it is allowed; a second dollar makes it literal. */
record Variables(Map<String, String> allowed) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}|\\$\\{");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /** The text with its variables replaced, and those that may not be. */
  record Expansion(String text, List<String> refused) {}

  Expansion expand(String text) {
    if (!text.contains("${")) {
      return new Expansion(text, List.of());
    }
    var refused = new ArrayList<String>();
    var expanded = REFERENCE.matcher(text).replaceAll(match -> replacement(match, refused));
    return new Expansion(expanded, refused);
  }

  private String replacement(MatchResult match, List<String> refused) {
    if (match.group().startsWith("$$")) {
      return Matcher.quoteReplacement("${");
    }
    var name = match.group(1);
    var value = name == null ? null : allowed.get(name);
    if (value == null) {
      refused.add(name != null && NAME.matcher(name).matches() ? name : "");
    }
    return Matcher.quoteReplacement(value == null ? "" : value);
  }
}
