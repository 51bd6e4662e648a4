package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
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
  void leavesUsageUnsaidOfWhichHalfIsMissing() {
    assertThat(chat("{'prompt_tokens':7}")).isEmpty();
    assertThat(chat("{'completion_tokens':7}")).isEmpty();
    assertThat(chat("{'prompt_tokens':7,'total_tokens':10}"))
        .hasValueSatisfying(usage -> assertThat(usage.output()).isEqualTo(3));
    assertThat(usage(Operation.RESPONSES, "{'input_tokens':7}")).isEmpty();
    assertThat(usage(Operation.EMBEDDINGS, "{'prompt_tokens':7}")).isPresent();
  }

  private static Optional<Usage> chat(String usage) {
    return usage(Operation.CHAT_COMPLETIONS, usage);
  }

  private static Optional<Usage> usage(Operation operation, String usage) {
    String answer = "{'id':'a','usage':%s}".formatted(usage).replace('\'', '"');
    return AnswerReader.read(operation, answer.getBytes(UTF_8)).usage();
  }

  @Test
  void leavesUnsaidWhatIsSaidTwice() {
    byte[] twice =
        "{\"usage\":{\"prompt_tokens\":1,\"prompt_tokens\":2,\"completion_tokens\":3}}"
            .getBytes(UTF_8);
    assertThat(AnswerReader.read(Operation.CHAT_COMPLETIONS, twice)).isEqualTo(Answer.SILENT);
  }
}
