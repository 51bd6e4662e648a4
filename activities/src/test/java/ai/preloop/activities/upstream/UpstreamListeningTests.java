package ai.preloop.activities.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.UpstreamListening.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class UpstreamListeningTests {

  private static final UpstreamSession SESSION = new UpstreamSession("s", "2025-11-25");
  private final UpstreamClient client =
      new UpstreamClient(
          new UpstreamSettings(
              Duration.ofSeconds(2),
              Duration.ofSeconds(10),
              Duration.ZERO,
              32 << 20,
              64 << 20,
              8,
              "test"),
          new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));

  @AfterEach
  void stop() throws IOException {
    client.close();
  }

  @ParameterizedTest
  @CsvSource({"405,false", "404,false", "400,true", "409,true", "429,true", "503,true"})
  void triesAgainUnlessThereIsNoStreamOrNoSession(int status, boolean again) throws IOException {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(client.hear(topic(server), Nobody.AT_ALL, _ -> {})).isEqualTo(again);
    }
  }

  @Test
  void goesOnAfterAHearerThatFails() throws Exception {
    CountDownLatch heard = new CountDownLatch(2);
    Listener failing =
        new Listener() {
          @Override
          public void notified(String method, JsonSlice message) {
            heard.countDown();
            throw new IllegalStateException("It cannot hear this.");
          }

          @Override
          public void asked(ServerRequest request) {
            request.refuse();
          }
        };
    String event = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n";
    try (RawServer server =
            RawServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + event);
        var _ = UpstreamListening.start(client, topic(server), failing)) {
      assertThat(heard.await(15, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Topic topic(RawServer server) {
    return new Topic(new UpstreamServer.Http(server.url(), Credential.NONE), SESSION, Set.of());
  }
}
