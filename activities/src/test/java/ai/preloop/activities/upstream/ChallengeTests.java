package ai.preloop.activities.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of how servers ask to be signed in to. */
class ChallengeTests {

  @Test
  void readsEveryHeader() {
    Challenge said =
        Challenge.of(
            List.of(
                "Basic realm=\"shop\", charset=\"UTF-8\"",
                "Bearer resource_metadata=\"https://a.example/meta\"",
                "Bearer scope=\"read  write read\", error=\"insufficient_scope\""));

    assertThat(said.resourceMetadata()).contains("https://a.example/meta");
    assertThat(said.scopes()).containsExactly("read", "write");
    assertThat(said.isForMoreScope()).isTrue();
  }

  @Test
  void readsABearerBehindAnotherSchemeOfOneHeader() {
    assertThat(Challenge.of(List.of("Negotiate, Bearer scope=read")).scopes())
        .containsExactly("read");
  }

  @Test
  void leavesOutScopesThatNobodyCouldAskFor() {
    assertThat(Challenge.of(List.of("Bearer scope=\"good b\\ad b\u00e4d\"")).scopes())
        .containsExactly("good");
  }

  @Test
  void readsNothingOfOtherSchemes() {
    assertThat(Challenge.of(List.of("Digest error=\"insufficient_scope\", scope=\"a\"")))
        .isEqualTo(Challenge.NONE);
  }
}
