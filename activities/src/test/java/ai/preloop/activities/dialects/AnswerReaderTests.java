package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnswerReaderTests {

  static Stream<GoldenCase> wholeAnswers() {
    return GoldenCase.all(".json");
  }

  @ParameterizedTest
  @MethodSource("wholeAnswers")
  void saysWhatTheAnswerSays(GoldenCase golden) {
    Properties expected = golden.expected();
    assertThat(AnswerReader.read(golden.operation(), golden.bytes()))
        .isEqualTo(
            new Answer(
                golden.usage().orElse(null),
                expected.getProperty("id"),
                expected.getProperty("model"),
                expected.getProperty("error").equals("true")));
  }

  @Test
  void leavesUnsaidWhatIsNotJson() {
    byte[] page = "<html>Bad Gateway</html>".getBytes(UTF_8);
    assertThat(AnswerReader.read(Operation.CHAT_COMPLETIONS, page)).isEqualTo(Answer.SILENT);
    assertThat(AnswerReader.read(Operation.MESSAGES, new byte[0])).isEqualTo(Answer.SILENT);
  }

  @Test
  void leavesUnsaidWhatIsSaidTwice() {
    byte[] twice =
        "{\"usage\":{\"prompt_tokens\":1,\"prompt_tokens\":2,\"completion_tokens\":3}}"
            .getBytes(UTF_8);
    assertThat(AnswerReader.read(Operation.CHAT_COMPLETIONS, twice)).isEqualTo(Answer.SILENT);
  }
}
