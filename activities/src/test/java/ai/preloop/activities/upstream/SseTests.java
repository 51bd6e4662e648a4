package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer.Refused;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamAnswer.Withheld;
import ai.preloop.activities.upstream.UpstreamServer.Sse;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of revision 2024-11-05 over HTTP with a stream, and how calls to them end. */
@Timeout(60)
class SseTests {

  private final SseServer fixture = started();
  private final UpstreamClient client = client(Duration.ofSeconds(20));
  private final Sse server = new Sse(fixture.url(), Credential.bearer(fixture.url(), "t0ken"));

  private static UpstreamClient client(Duration call) {
    return new UpstreamClient(
        UpstreamSettings.DEFAULTS.within(Duration.ofSeconds(10), call, 4),
        new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));
  }

  private static SseServer started() {
    try {
      return new SseServer();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    fixture.close();
  }

  @Test
  void areSentToWhereTheySayAndHeardOnTheirStream() {
    UpstreamSession session = client.open(server).session();

    assertThat(session.protocolVersion()).isEqualTo("2024-11-05");
    assertThat(call(session, Clearance.GIVEN)).isInstanceOf(Result.class);
    assertThat(fixture.posts())
        .hasSize(3)
        .allMatch(post -> post.startsWith("/messages?session=7 "));
    assertThat(fixture.credentials()).hasSize(4).containsOnly("Bearer t0ken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/messages", "https://example.com/x", "//other/x"})
  void areSentNothingAtAnotherOrigin(String endpoint) {
    fixture.endpoint = endpoint;

    assertThatThrownBy(() -> client.open(server))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("another origin");
    assertThat(fixture.posts()).isEmpty();
  }

  @Test
  void thatNeverSayWhereToSendToAreGivenUp() throws IOException {
    fixture.endpoint = "";

    try (UpstreamClient hasty = client(Duration.ofSeconds(3))) {
      assertThatThrownBy(() -> hasty.open(server)).hasMessageContaining("where to send to");
    }
  }

  @Test
  void thatOpenNoStreamAreNotSpokenTo() {
    fixture.streamStatus = 401;

    assertThatThrownBy(() -> client.open(server)).hasMessageContaining("401");
    assertThat(fixture.posts()).isEmpty();
  }

  @Test
  void leaveTheCallUnknownWhenTheirStreamEnds() {
    UpstreamSession session = client.open(server).session();
    fixture.answering = false;
    CompletableFuture<UpstreamAnswer> under = underWay(session);
    fixture.cut();

    assertThat(under.join())
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.type()).isEqualTo(ProblemType.UPSTREAM_FAILED));
    assertThat(call(session, Clearance.GIVEN)).isInstanceOf(SessionLost.class);
    assertThat(fixture.posts()).hasSize(3);
  }

  @Test
  void leaveTheCallUnknownWhenTheySayNonsense() throws IOException {
    UpstreamSession session = client.open(server).session();
    fixture.answering = false;
    CompletableFuture<UpstreamAnswer> under = underWay(session);
    fixture.say("data: nonsense\n\n");

    assertThat(under.join()).isInstanceOf(Unknown.class);
    assertThat(call(session, Clearance.GIVEN)).isInstanceOf(SessionLost.class);
  }

  @Test
  void leaveTheCallUnknownWhenTheyDoNotAnswer() {
    UpstreamSession session = client.open(server).session();
    fixture.answering = false;

    assertThat(
            Briefly.called(
                Duration.ofSeconds(3), deadline -> call(session, Clearance.GIVEN, deadline)))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.type()).isEqualTo(ProblemType.UPSTREAM_TIMEOUT));
    await(() -> fixture.posts().getLast().contains("notifications/cancelled"));
  }

  @Test
  void sayByTheirStatusThatACallWasNotRun() {
    UpstreamSession session = client.open(server).session();
    fixture.postStatus = 403;
    assertThat(call(session, Clearance.GIVEN)).isEqualTo(new Refused(403));
    fixture.postStatus = 500;
    assertThat(call(session, Clearance.GIVEN)).isInstanceOf(Unknown.class);
    fixture.postStatus = 404;
    assertThat(call(session, Clearance.GIVEN)).isInstanceOf(SessionLost.class);
  }

  @Test
  void areSentNothingThatIsNotCleared() {
    UpstreamSession session = client.open(server).session();

    assertThat(call(session, () -> "Not now.")).isEqualTo(new Withheld("Not now."));
    assertThat(fixture.posts()).hasSize(2);
  }

  private CompletableFuture<UpstreamAnswer> underWay(UpstreamSession session) {
    CompletableFuture<UpstreamAnswer> call =
        CompletableFuture.supplyAsync(
            () -> call(session, Clearance.GIVEN), Thread::startVirtualThread);
    await(() -> fixture.posts().size() == 3);
    return call;
  }

  private UpstreamAnswer call(UpstreamSession session, Clearance clearance) {
    return call(session, clearance, client.deadline());
  }

  private UpstreamAnswer call(UpstreamSession session, Clearance clearance, Deadline deadline) {
    long id = client.nextId();
    byte[] body = Envelope.toolCall(id, "t", "{}".getBytes(UTF_8));
    return client.call(server, session, new Outgoing(id, body, clearance, deadline));
  }

  private static void await(BooleanSupplier condition) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed()).as("in time").isFalse();
      LockSupport.parkNanos(20_000_000);
    }
  }
}
