package ai.preloop.policies.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredLiteralsTests {

  private static final int PATTERNS = 20_000;
  private static final int TEXTS = 20;

  /** What patterns are put together from, and what may stand in a text that they match. */
  private static final String[] PARTS = {
    "a", "b", "ab", "A", "s", "k", ".", "[ab]", "[b]", "[^a]", "[.]", "\\.", "\\b", "\\w", "^", "$",
    "(", "(?:", ")", "|", "*", "+", "?", "{2}", "{0,1}", "{", "}", "[]a]", "\u03c3", "+?"
  };

  private static final String LETTERS = "abABsSkK.\u017f\u212a\u03c2 \u03a3{}]";

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "\\b(AKIA|ASIA)[0-9A-Z]{16}\\b => AKIA,ASIA",
        "-----BEGIN[A-Z]*KEY----- => -----BEGIN;KEY-----",
        "[a-z]+@example[.]com => @example.com",
        "ab?c => a;c",
        "ab+c => ab;c",
        "(foo|ba(r|z))+x => foo,ba;x",
        "(foo)?bar => bar",
        "a| => ''",
        "\\d{4} => ''",
        "(?i)Bearer => bearer",
        "(?s)a.b => a;b",
      })
  void areWhatEachMatchHas(String regex, String expected) {
    List<Set<String>> sets = RequiredLiterals.of(Pattern.compile(regex)).sets();

    List<Set<String>> wanted =
        expected.isBlank()
            ? List.of()
            : List.of(expected.split(";")).stream().map(set -> Set.of(set.split(","))).toList();
    assertThat(sets).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\x41", "\\pL", "(?P<n>a)", "[[:alpha:]]b", "a(?i)b", "\\Qa|b\\E"})
  void areNoneWhereThePatternIsNotUnderstood(String regex) {
    assertThat(RequiredLiterals.of(Pattern.compile(regex)).sets()).isEmpty();
  }

  @Test
  void areInEveryTextThatMatches() {
    Random random = new Random(7);
    int matched = 0;
    int excluded = 0;
    for (int i = 0; i < PATTERNS; i++) {
      Pattern pattern = pattern(random);
      RequiredLiterals required = RequiredLiterals.of(pattern);
      for (int j = 0; j < TEXTS; j++) {
        String text = any(random, LETTERS.split(""));
        boolean found = pattern.matcher(text).find();
        boolean possible = required.areIn(text);
        assertThat(possible || !found).as("%s in %s", pattern, text).isTrue();
        matched += found ? 1 : 0;
        excluded += possible ? 0 : 1;
      }
    }
    assertThat(matched).isGreaterThan(10_000);
    assertThat(excluded).isGreaterThan(10_000);
  }

  private static String any(Random random, String[] parts) {
    StringBuilder some = new StringBuilder();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      some.append(parts[random.nextInt(parts.length)]);
    }
    return some.toString();
  }

  private static Pattern pattern(Random random) {
    while (true) {
      try {
        return Pattern.compile((random.nextBoolean() ? "(?i)" : "") + any(random, PARTS));
      } catch (PatternSyntaxException e) {
        // Put together by chance, it may be none: the next one is.
      }
    }
  }
}
