package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.activities.upstream.FixtureMcpServer.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client takes back what a server is at work on. */
class WithdrawnCallTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final OwnServer own = new OwnServer(preloop);
  private final CountDownLatch underWay = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private TypeScriptClient client;

  @BeforeEach
  void start() {
    own.define("\"inputSchema\":{\"type\":\"object\"}").register("");
    own.server().tool(own.name(), "{}", arguments -> slowly());
    client = TypeScriptClient.connect(preloop.http().base().resolve("/mcp"), preloop.agentKey());
  }

  @AfterEach
  void stop() {
    done.countDown();
    client.close();
    own.close();
  }

  @Test
  void tellsTheServerUnderItsOwnIdOfTheCall() throws InterruptedException {
    DrivenClient.Call call = client.call(own.name(), "{}");
    assertThat(underWay.await(20, TimeUnit.SECONDS)).isTrue();

    call.abort("not wanted any more");

    String id = called().body().replaceAll(".*\"id\":(\\d+).*", "$1");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(cancelled())
                .singleElement()
                .satisfies(notice ->
                    assertThat(notice.body())
                        .contains("\"requestId\":" + id, "not wanted any more")));
  }

  /** Some clients say so after every call. */
  @Test
  void tellsNothingOfACallThatHasItsAnswer() throws InterruptedException {
    done.countDown();
    DrivenClient.Call call = client.call(own.name(), "{}");
    call.result();

    call.abort("too late");
    client.tools();

    assertThat(cancelled()).isEmpty();
  }

  private Request called() {
    return requests("tools/call").getFirst();
  }

  private List<Request> cancelled() {
    return requests("notifications/cancelled");
  }

  private List<Request> requests(String method) {
    return own.server().requests().stream()
        .filter(request -> request.rpcMethod().equals(method))
        .toList();
  }

  private String slowly() {
    underWay.countDown();
    try {
      done.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FixtureMcpServer.text("done");
  }
}
