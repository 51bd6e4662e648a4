package ai.preloop.activities.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.UpstreamListening.Topic;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
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
  private static final Course UNWATCHED =
      new Course() {
        @Override
        public void begins(Runnable cut) {}

        @Override
        public void answered() {}
      };

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
      assertThat(client.hear(topic(server), Nobody.AT_ALL, UNWATCHED)).isEqualTo(again);
    }
  }

  /** Some servers let go of what they say while nobody has a stream that it could come on. */
  @Test
  void standsWhenTheServerHasAnswered() throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answers = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        http -> {
          asked.countDown();
          wait(answers);
          http.getResponseHeaders().set("Content-Type", "text/event-stream");
          http.sendResponseHeaders(200, 0);
          http.getResponseBody().flush();
        });
    server.start();
    try (var listening = UpstreamListening.start(client, topic(url(server)), Nobody.AT_ALL)) {
      wait(asked);
      assertThat(isStanding(listening, Duration.ofMillis(300))).isFalse();
      answers.countDown();
      assertThat(isStanding(listening, Duration.ofSeconds(10))).isTrue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void isNotWaitedForWhereThereIsNoStream() throws IOException {
    try (RawServer server = RawServer.answering("HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n");
        var listening = UpstreamListening.start(client, topic(server), Nobody.AT_ALL)) {
      assertThat(isStanding(listening, Duration.ofSeconds(10))).isTrue();
    }
  }

  private static boolean isStanding(UpstreamListening listening, Duration patience) {
    return listening.awaitStanding(Deadline.in(patience));
  }

  private static void wait(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
    return topic(server.url());
  }

  private static Topic topic(URI url) {
    return new Topic(new UpstreamServer.Http(url, Credential.NONE), SESSION, Set.of());
  }

  private static URI url(HttpServer server) {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
  }
}
