package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that close their connection while a server is at work for them. */
class DepartedClientTests {

  private static final String CANCELLED = "notifications/cancelled";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final OwnServer own = new OwnServer(preloop);
  private final CountDownLatch working = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  @BeforeEach
  void register() {
    own.server().tool(own.name(), "{}", arguments -> answer());
    own.register("");
  }

  private String answer() {
    working.countDown();
    wait(done);
    return FixtureMcpServer.text("done");
  }

  private static void wait(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void remove() {
    done.countDown();
    own.remove();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sampling\":{}}"})
  void cancelTheirRequestWhereTheyHaveNoSession(String able) throws IOException {
    try (Socket client = call(able)) {
      assertThat(client.isConnected()).isTrue();
      wait(working);
    }

    await().atMost(Duration.ofSeconds(30)).until(this::isCancelled);
    assertThat(own.server().calls()).hasSize(1);
  }

  @Test
  void areWaitedForAsLongAsTheyAreThere() throws IOException {
    try (Socket client = call("{}");
        Scanner heard = new Scanner(client.getInputStream(), StandardCharsets.UTF_8)) {
      assertThat(heard.findWithinHorizon(": open", 0)).isNotNull();
      assertThat(heard.findWithinHorizon(": open", 0)).isNotNull();
      done.countDown();

      assertThat(heard.findWithinHorizon("\"text\":\"done\"", 0)).isNotNull();
    }
    assertThat(isCancelled()).isFalse();
  }

  private Socket call(String able) throws IOException {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{},\"_meta\":{%s}}}"
            .formatted(own.name(), StatelessAgent.able(able));
    Socket client = new Socket(InetAddress.getLoopbackAddress(), preloop.http().base().getPort());
    client.getOutputStream().write(request(body).getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
    return client;
  }

  private String request(String body) {
    return """
    POST /mcp/v1 HTTP/1.1
    Host: %s
    Authorization: Bearer %s
    Content-Type: application/json
    Accept: application/json, text/event-stream
    MCP-Protocol-Version: 2026-07-28
    Mcp-Method: tools/call
    Mcp-Name: %s
    Content-Length: %d

    %s\
    """
        .formatted(
            preloop.http().base().getAuthority(),
            own.key(),
            own.name(),
            body.getBytes(StandardCharsets.UTF_8).length,
            body)
        .replace("\n", "\r\n");
  }

  private boolean isCancelled() {
    return own.server().requests().stream().anyMatch(request -> request.body().contains(CANCELLED));
  }
}
