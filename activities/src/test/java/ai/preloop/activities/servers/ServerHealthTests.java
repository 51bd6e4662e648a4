package ai.preloop.activities.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.NotNow;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.activities.upstream.UpstreamSettings;
import ai.preloop.policies.problems.ProblemType;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServerHealthTests {

  private static final UUID SERVER = UUID.randomUUID();
  private static final UpstreamSettings SETTINGS =
      new UpstreamSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ZERO,
          32 << 20,
          64 << 20,
          8,
          "test");

  private final ServerHealth health =
      new ServerHealth(new SimpleMeterRegistry(), InstantSource.system());

  @Test
  void sparesAServerThatCannotBeConnectedTo() {
    calls(new NotSent("Nobody listens."));

    assertThat(health.of(SERVER)).isPresent();
    // Where a pause is over before this comes, it is tried once, and the next pause is longer.
    await()
        .until(
            () -> health.call(SERVER, _ -> new NotSent("Again.")),
            answer -> answer instanceof NotNow);
  }

  @Test
  void goesOnWithAServerThatIsSlow() {
    calls(new Unknown(ProblemType.UPSTREAM_TIMEOUT, "It did not answer in time."));

    assertThat(health.of(SERVER)).isEmpty();
  }

  @Test
  void forgetsFailuresOnceASessionOpens() {
    for (int i = 0; i < 3 * Breaker.FAILURES; i++) {
      health.call(
          SERVER,
          breaker -> {
            breaker.reached();
            return new NotSent("Nobody listens.");
          });
    }

    assertThat(health.of(SERVER)).isEmpty();
  }

  @Test
  void takesAStatusForAnAnswerWhenASessionIsOpened() throws IOException {
    HttpServer refusing =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    refusing.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    refusing.start();
    try {
      opens(refusing.getAddress().getPort());
      assertThat(health.of(SERVER)).isEmpty();
    } finally {
      refusing.stop(0);
    }
    opens(refusing.getAddress().getPort());
    assertThat(health.of(SERVER)).isPresent();
  }

  private void opens(int port) throws IOException {
    var server =
        new UpstreamServer.Http(URI.create("http://127.0.0.1:" + port + "/"), Credential.NONE);
    AddressRules open = new AddressRules(AddressRules.Local.OPEN, List.of(), p -> false);
    try (UpstreamClient client = new UpstreamClient(SETTINGS, open)) {
      for (int i = 0; i < Breaker.FAILURES; i++) {
        assertThat(
                health.call(
                    SERVER,
                    _ -> {
                      client.open(server);
                      throw new AssertionError("It opened.");
                    }))
            .isInstanceOf(NotSent.class);
      }
    }
  }

  private void calls(UpstreamAnswer answer) {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      health.call(SERVER, _ -> answer);
    }
  }
}
