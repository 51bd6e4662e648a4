package ai.preloop.activities.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedCallsTests {

  private final List<UpstreamAnswer> recorded = new ArrayList<>();

  @Test
  void anAnswerIsRecordedOnce() {
    UpstreamAnswer answer = new NotSent("No.");

    assertThat(AllowedCalls.recorded(() -> answer, recorded::add)).isEqualTo(answer);
    assertThat(recorded).containsExactly(answer);
  }

  @Test
  void aSendingThatBreaksIsRecordedAsUnknown() {
    assertThatThrownBy(() ->
            AllowedCalls.recorded(
                () -> {
                  throw new StackOverflowError();
                },
                recorded::add))
        .isInstanceOf(StackOverflowError.class);

    assertThat(recorded).hasOnlyElementsOfType(Unknown.class).hasSize(1);
  }
}
