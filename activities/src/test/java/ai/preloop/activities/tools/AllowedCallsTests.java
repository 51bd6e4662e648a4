package ai.preloop.activities.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedCallsTests {

  private final List<Delivered> recorded = new ArrayList<>();

  @Test
  void anAnswerIsRecordedOnce() {
    Delivered answer = Delivered.asItCame(new NotSent("No."));

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

    assertThat(recorded)
        .singleElement()
        .satisfies(each -> assertThat(each.answer()).isInstanceOf(Unknown.class));
  }
}
