package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.json.JsonSlice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens when a server's request is answered. */
class ServerRequestTests {

  private static final JsonSlice RESULT = slice("{\"task\":{\"taskId\":\"t\"}}");

  private final List<String> happened = new ArrayList<>();
  private final ServerRequest request =
      new ServerRequest(
          "elicitation/create", slice("7"), slice("{}"), sent -> happened.add("sent"));

  @Test
  void whatCameOfItIsKnownBeforeItsServerHears() {
    request.toldTo((end, result) -> happened.add("told")).result(RESULT);

    assertThat(happened).containsExactly("told", "sent");
  }

  @Test
  void itsServerHearsEvenWhereWhoIsToldFails() {
    ServerRequest failing =
        request.toldTo((end, result) -> {
          throw new IllegalStateException("not told");
        });

    assertThatThrownBy(() -> failing.result(RESULT)).hasMessage("not told");
    assertThat(happened).containsExactly("sent");
  }

  @Test
  void itIsAnsweredOnce() {
    request.toldTo((end, result) -> happened.add("told")).result(RESULT);
    request.giveUp();
    request.forget();

    assertThat(happened).containsExactly("told", "sent");
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(UTF_8));
  }
}
