package ai.preloop.policies.output;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for what matches a pattern, and for the pattern only where it can be. */
record Search(Pattern pattern, RequiredLiterals required) {

  static Search of(Pattern pattern) {
    return new Search(pattern, RequiredLiterals.of(pattern));
  }

  boolean finds(String text) {
    return required.areIn(text) && pattern.matcher(text).find();
  }

  /** The text without what matches; what was redacted before is not looked at again. */
  String blanked(String text) {
    return text.contains(Blank.TEXT)
        ? Stream.of(text.split(java.util.regex.Pattern.quote(Blank.TEXT), -1))
            .map(this::replaced)
            .collect(Collectors.joining(Blank.TEXT))
        : replaced(text);
  }

  private String replaced(String piece) {
    return required.areIn(piece)
        ? pattern.matcher(piece).replaceAll(Matcher.quoteReplacement(Blank.TEXT))
        : piece;
  }
}
