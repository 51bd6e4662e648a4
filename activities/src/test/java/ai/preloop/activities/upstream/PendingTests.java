package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.ResultRoom.Claim;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PendingTests {

  private static final JsonSlice NOTICE = slice("{\"method\":\"notifications/message\"}");
  private static final JsonSlice ASKING = slice("{\"id\":1,\"method\":\"roots/list\"}");
  private static final JsonSlice PING = slice("{\"id\":2,\"method\":\"ping\"}");

  private final ResultRoom room = new ResultRoom(1 << 20);
  private final List<String> sent = new ArrayList<>();
  private final Interjections between =
      new Interjections(Nobody.AT_ALL, body -> sent.add(new String(body, UTF_8)));

  @Test
  void waitsOnAfterANoticeOfAServerThatHasAsked() throws IOException {
    Pending pending = pending(Duration.ofMillis(200));
    pending.said("roots/list", ASKING, claim());
    pending.said("notifications/message", NOTICE, claim());
    Executor later = CompletableFuture.delayedExecutor(800, TimeUnit.MILLISECONDS);
    later.execute(() -> pending.ended(new SessionLost(), claim()));

    assertThat(pending.answer(between)).isEqualTo(new SessionLost());
  }

  @Test
  void givesTheRoomOfWhatWasPassedOnBackAtOnce() throws IOException {
    int much = 800 << 10;
    Pending pending = pending(Duration.ofSeconds(10));
    Claim large = claim();
    large.grow(much);
    pending.said("notifications/message", NOTICE, large);
    pending.ended(new SessionLost(), claim());

    boolean isThere =
        ResultRoom.<Boolean, IOException>whilePassingOn(() -> {
          pending.answer(between);
          return room.holds(much, Duration.ZERO);
        });
    assertThat(isThere).isTrue();
  }

  @Test
  void answersEachPingAndRefusesWhatIsTooMuch() {
    List<String> asked = new ArrayList<>();
    Interjections some =
        new Interjections(asking(asked), body -> sent.add(new String(body, UTF_8)));
    for (int i = 0; i < 40; i++) {
      some.heard("ping", PING);
      some.heard("roots/list", ASKING);
    }

    assertThat(asked).hasSize(32);
    assertThat(sent).filteredOn(it -> it.contains("\"result\":{}")).hasSize(40);
    assertThat(sent).filteredOn(it -> it.contains("-32601")).hasSize(8);
  }

  @Test
  void boundsNoRequestsOnAStreamThatStays() {
    List<String> asked = new ArrayList<>();
    Interjections all = Interjections.onStream(asking(asked), _ -> {});
    for (int i = 0; i < 40; i++) {
      all.heard("roots/list", ASKING);
    }

    assertThat(asked).hasSize(40);
  }

  private static Listener asking(List<String> asked) {
    return new Listener() {
      @Override
      public void notified(String method, JsonSlice message) {
        throw new AssertionError(method);
      }

      @Override
      public void asked(ServerRequest request) {
        asked.add(request.method());
      }
    };
  }

  private static Pending pending(Duration time) {
    byte[] body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"}".getBytes(UTF_8);
    return new Pending(new Outgoing(7, body, Clearance.GIVEN, Deadline.in(time)));
  }

  private Claim claim() {
    return room.claim(Deadline.in(Duration.ofSeconds(1)));
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(UTF_8));
  }
}
