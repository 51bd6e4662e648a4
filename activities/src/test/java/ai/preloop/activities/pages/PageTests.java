package ai.preloop.activities.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTests {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000001Z");
  private static final Position<Long> NEWEST = new Position<>(Instant.MAX, Long.MAX_VALUE);

  @Test
  void aFullPageLeadsOn() {
    Page<Long> page = page(3, List.of(9L, 8L, 7L, 6L));

    assertThat(page.items()).containsExactly(9L, 8L, 7L);
    assertThat(new Part(3, page.nextCursor()).after(NEWEST, Long::valueOf))
        .isEqualTo(new Position<>(NOON, 7L));
  }

  @Test
  void theLastPageLeadsNowhere() {
    assertThat(page(3, List.of(9L, 8L, 7L))).isEqualTo(new Page<>(List.of(9L, 8L, 7L), null));
    assertThat(new Part(3, null).after(NEWEST, Long::valueOf)).isEqualTo(NEWEST);
  }

  @Test
  void aKeyMayHaveSpaces() {
    Page<String> page =
        Page.of(new Part(1, null), List.of("a b", "c"), key -> new Position<>(NOON, key));

    assertThat(
            new Part(1, page.nextCursor())
                .after(new Position<>(Instant.MAX, ""), Function.identity()))
        .isEqualTo(new Position<>(NOON, "a b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "noon", "noon 7", "2026-11-23T12:00:00Z", "2026-11-23T12:00:00Z x"})
  void aCursorThatNoPageGaveIsRefused(String said) {
    String cursor = Base64.getUrlEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));

    assertRefused(cursor);
  }

  @Test
  void aCursorThatIsNotEncodedIsRefused() {
    assertRefused("!");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 1_001})
  void aLimitIsWithinBounds(int limit) {
    assertThatThrownBy(() -> new Part(limit, null))
        .hasMessage("A limit is between 1 and 1000.")
        .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
        .extracting(ProblemException::type)
        .isEqualTo(ProblemType.UNPROCESSABLE);
  }

  private static Page<Long> page(int limit, List<Long> read) {
    return Page.of(new Part(limit, null), read, key -> new Position<>(NOON, key));
  }

  private static void assertRefused(String cursor) {
    assertThatThrownBy(() -> new Part(1, cursor).after(NEWEST, Long::valueOf))
        .hasMessage("The cursor is not one that an earlier page gave.")
        .asInstanceOf(InstanceOfAssertFactories.type(ProblemException.class))
        .extracting(ProblemException::type)
        .isEqualTo(ProblemType.INVALID_REQUEST);
  }
}
