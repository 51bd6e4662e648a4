package ai.preloop.policies.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxWordsTests {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          mismatched input '<EOF>' expecting {'[', NUM_INT}   | the expression ends too early
          extraneous input '>' expecting {'[', '(', IDENTIFIER} | `>` was not expected here
          no viable alternative at input 'a b'                | `a b` was not expected here
          missing ')' at '<EOF>'                              | `)` is missing at the end
          missing ')' at 'b'                                  | `)` is missing before `b`
          token recognition error at: ''abc'                  | `'abc` cannot be read; is a quote or an operator missing?
          something new                                       | something new
          """)
  void saysPlainlyWhatTheParserSays(String complaint, String words) {
    assertThat(SyntaxWords.of(complaint)).isEqualTo(words);
  }
}
