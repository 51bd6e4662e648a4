package ai.preloop.policies.output;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Literals without which a pattern matches nothing: of each set the text must have one. To look for
 * them costs a hundredth of what the pattern does, and most texts have none.
 */
record RequiredLiterals(boolean inAnyCase, List<Set<String>> sets) {

  private static final Pattern FLAGS = Pattern.compile("\\(\\?([ims]+)\\)");
  private static final char LONG_S = '\u017f';

  RequiredLiterals {
    sets = List.copyOf(sets);
  }

  /** None of a pattern that says more than is understood here: any text may match it. */
  static RequiredLiterals of(Pattern pattern) {
    Matcher flags = FLAGS.matcher(pattern.pattern());
    boolean hasFlags = flags.lookingAt();
    boolean inAnyCase =
        (pattern.flags() & Pattern.CASE_INSENSITIVE) != 0
            || (hasFlags && flags.group(1).contains("i"));
    String regex = hasFlags ? pattern.pattern().substring(flags.end()) : pattern.pattern();
    return new RequiredLiterals(inAnyCase, LiteralReader.read(regex, inAnyCase));
  }

  /** False only where the pattern cannot match anywhere in the text. */
  boolean areIn(String text) {
    if (sets.isEmpty()) {
      return true;
    }
    String searched = inAnyCase ? folded(text) : text;
    return sets.stream().allMatch(set -> set.stream().anyMatch(searched::contains));
  }

  /** As RE2 compares ASCII letters in any case: two letters beyond ASCII are among them. */
  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT).replace(LONG_S, 's');
  }
}
