package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.waiting.Cancellations.Cancelled;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered of a client's cancellations, of which it may send as many as it likes. */
class CancelledNoticeTests {

  private static final UUID SESSION = new UUID(0, 1);

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"seven\""})
  void namesTheRequestAsItWasWritten(String id) {
    assertThat(heard("notifications/cancelled", id, "enough"))
        .hasValue(new Cancelled(SESSION, id, "enough"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "[7]", "null", "true", "7.5"})
  void takesNothingThatCanBeNoId(String id) {
    assertThat(heard("notifications/cancelled", id, "enough")).isEmpty();
  }

  @Test
  void takesNoLongId() {
    assertThat(heard("notifications/cancelled", "\"" + "7".repeat(999) + "\"", "x")).isEmpty();
    assertThat(heard("notifications/cancelled", "1".repeat(1_000), "x")).isPresent();
  }

  @Test
  void shortensTheReason() {
    assertThat(heard("notifications/cancelled", "7", "y".repeat(5_000)).orElseThrow().reason())
        .hasSize(1_001);
  }

  @Test
  void hearsNothingElse() {
    assertThat(heard("notifications/progress", "7", "x")).isEmpty();
  }

  private static Optional<Cancelled> heard(String method, String id, String reason) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":{\"requestId\":%s,\"reason\":\"%s\"}}"
            .formatted(method, id, reason);
    return Notices.cancelled(SESSION, Envelope.read(body.getBytes(UTF_8), Limits.REQUEST));
  }
}
