package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ResultRoomTests {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final int LARGE = 200_000;
  private static final UpstreamSession SESSION = new UpstreamSession("s", "2025-11-25");

  /** Room for one large answer, which is kept in what grows to twice its size, and not for two. */
  private final UpstreamClient client =
      new UpstreamClient(
          UpstreamSettings.DEFAULTS
              .within(Duration.ofSeconds(10), Duration.ofSeconds(10), 8)
              .withResultRoom(400_000),
          new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));

  @AfterEach
  void stop() throws IOException {
    client.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/event-stream"})
  void aLargeAnswerFindsNoRoomWhileOthersArePassedOn(String type) throws IOException {
    try (RawServer server = RawServer.answering(answer(type, LARGE));
        RawServer modest = RawServer.answering(answer(type, 1_000))) {
      ResultRoom.whilePassingOn(() -> {
        assertThat(call(server)).isInstanceOf(Result.class);
        assertThat(brieflyElsewhere(server))
            .isInstanceOfSatisfying(
                Unknown.class, it -> assertThat(it.sentence()).contains("memory", "call again"));
        assertThat(elsewhere(modest)).isInstanceOf(Result.class);
        return true;
      });
      assertThat(elsewhere(server)).isInstanceOf(Result.class);
    }
  }

  @Test
  void whatWasStoredSharesTheRoomUntilItIsPassedOn() throws IOException {
    try (RawServer server = RawServer.answering(answer("application/json", LARGE))) {
      ResultRoom.whilePassingOn(() -> {
        assertThat(client.room().holds(300_000, SOON)).isTrue();
        assertThat(brieflyElsewhere(server)).isInstanceOf(Unknown.class);
        assertThat(heldElsewhere(200_000)).isFalse();
        assertThat(heldElsewhere(1_000)).isTrue();
        return true;
      });
      assertThat(elsewhere(server)).isInstanceOf(Result.class);
      assertThat(heldElsewhere(200_000)).isTrue();
    }
  }

  @Test
  void whatWasStoredIsToldWhateverItsSizeOnceNothingElseIs() {
    assertThat(heldElsewhere(Long.MAX_VALUE)).isTrue();
    assertThat(heldElsewhere(Long.MAX_VALUE)).isTrue();
  }

  private boolean heldElsewhere(long size) {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> ResultRoom.whilePassingOn(() -> client.room().holds(size, SOON)));
    return done(task);
  }

  @Test
  void roomIsGivenBackHoweverAnAnswerEnds() throws IOException {
    try (RawServer server = RawServer.answering(answer("application/json", LARGE));
        RawServer broken =
            RawServer.answering(
                answer("application/json", LARGE).replace("\"id\":7", "\"id\":8"))) {
      for (int i = 0; i < 5; i++) {
        assertThat(call(broken)).isInstanceOf(Unknown.class);
        assertThat(call(server)).isInstanceOf(Result.class);
      }
    }
  }

  @Test
  void whatHasMoreThanThereIsRoomForIsTooLarge() throws IOException {
    try (RawServer server = RawServer.answering(answer("application/json", 500_000))) {
      assertThat(call(server))
          .isInstanceOfSatisfying(
              Unknown.class, it -> assertThat(it.sentence()).contains("larger than 400000 bytes"));
    }
  }

  private UpstreamAnswer elsewhere(RawServer server) {
    return done(new FutureTask<>(() -> call(server)));
  }

  /** Where nobody waits for long until there is room. */
  private UpstreamAnswer brieflyElsewhere(RawServer server) {
    return done(
        new FutureTask<>(
            () -> Briefly.called(Duration.ofSeconds(1), deadline -> call(server, deadline))));
  }

  private static <T> T done(FutureTask<T> task) {
    Thread.startVirtualThread(task);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private UpstreamAnswer call(RawServer server) {
    return call(server, client.deadline());
  }

  private UpstreamAnswer call(RawServer server, Deadline deadline) {
    return client.call(
        new UpstreamServer.Http(server.url(), Credential.NONE),
        SESSION,
        new Outgoing(
            7,
            Envelope.toolCall(7, "tool", "{}".getBytes(UTF_8)),
            Outgoing.Clearance.GIVEN,
            deadline));
  }

  private static String answer(String type, int size) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}}"
            .formatted("x".repeat(size));
    String sent = type.equals("application/json") ? body : "data: " + body + "\n\n";
    return "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(type, sent.length(), sent);
  }
}
