package ai.preloop.policies.conditions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parser's complaints in plain words; one that is not known stays as it is. */
final class SyntaxWords {

  private static final String END = "<EOF>";

  private static final Pattern UNEXPECTED =
      Pattern.compile(
          "(?:mismatched input|extraneous input|no viable alternative at input) '(.*?)'(?: expecting .*)?",
          Pattern.DOTALL);

  private static final Pattern MISSING =
      Pattern.compile("missing '(.+?)' at '(.*)'", Pattern.DOTALL);

  private static final Pattern UNREADABLE =
      Pattern.compile("token recognition error at: '(.*)'", Pattern.DOTALL);

  private SyntaxWords() {}

  static String of(String complaint) {
    Matcher missing = MISSING.matcher(complaint);
    if (missing.matches()) {
      return "`%s` is missing %s".formatted(missing.group(1), before(missing.group(2)));
    }
    Matcher unexpected = UNEXPECTED.matcher(complaint);
    if (unexpected.matches()) {
      return unexpected.group(1).endsWith(END)
          ? "the expression ends too early"
          : "`%s` was not expected here".formatted(unexpected.group(1));
    }
    Matcher unreadable = UNREADABLE.matcher(complaint);
    return unreadable.matches()
        ? "`%s` cannot be read; is a quote or an operator missing?".formatted(unreadable.group(1))
        : complaint;
  }

  private static String before(String next) {
    return next.equals(END) ? "at the end" : "before `%s`".formatted(next);
  }
}
