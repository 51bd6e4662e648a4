package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.api.mcp.HeldCall.Request;
import ai.preloop.api.mcp.InterimStream.Resumption;
import ai.preloop.workflows.approvals.ExecutionStatus;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

/** A client that lost the stream of a call and comes back for it. */
class InterimStreamTests {

  private final CallStreams streams = new CallStreams();
  private final MockHttpServletResponse first = new MockHttpServletResponse();
  private final MockHttpServletResponse second = new MockHttpServletResponse();
  private final InterimStream stream =
      new InterimStream(first, true, new Resumption(streams, "session"));
  private final AtomicBoolean mayGoOn = new AtomicBoolean(true);

  @Test
  void isToldWhatToComeBackWithEachTime() throws Exception {
    begin();
    var coming = comesBack(second);

    stream.endsWith(answer("done"));

    assertThat(coming.get()).isEmpty();
    assertThat(marks(first)).isEqualTo(1);
    assertThat(marks(second)).isEqualTo(1);
    assertThat(id(second)).isEqualTo(id(first));
    assertThat(said(second)).contains("done");
    assertThat(said(first)).doesNotContain("done");
  }

  @Test
  void isAskedOnceMoreWhatIsStillOpen() throws Exception {
    begin();
    stream.ask(utf8("{\"open\":1}"), () -> true);
    stream.ask(utf8("{\"closed\":1}"), () -> false);
    var coming = comesBack(second);

    stream.endsWith(answer("done"));

    coming.get();
    assertThat(said(second)).containsSubsequence("id: call-", "{\"open\":1}", "done");
    assertThat(said(second)).doesNotContain("closed");
  }

  @Test
  void holdsTheCallThatItBecameWhereItIsHeard() throws Exception {
    begin();
    var coming = comesBack(second);
    HeldCall call = heldCall();

    assertThat(stream.endsAs(call)).isFalse();

    assertThat(coming.get()).containsSame(call);
    assertThat(stream.goOn(new MockHttpServletResponse(), () -> true))
        .hasValueSatisfying(again -> assertThat(again.request().isResumed()).isTrue());
  }

  /** Whoever was there first is counted as waiting for it, and whoever comes later is yet to be. */
  @Test
  void comesBackForTheCallThatItBecameMeanwhile() throws Exception {
    begin();

    assertThat(stream.endsAs(heldCall())).isTrue();

    assertThat(streams.find("session", id(first))).containsSame(stream);
    assertThat(stream.goOn(second, () -> true))
        .hasValueSatisfying(again -> assertThat(again.request().isResumed()).isTrue());
    assertThat(said(second)).isEmpty();
  }

  @Test
  void leavesTheStreamToWhoeverComesNext() throws Exception {
    begin();
    var coming = comesBack(second);
    var third = new MockHttpServletResponse();
    var next = comesBack(third);

    assertThat(coming.get()).isEmpty();
    HeldCall call = heldCall();
    stream.endsAs(call);
    assertThat(next.get()).containsSame(call);
  }

  @Test
  void isNotWaitedForWhereNobodyMayGoOn() throws Exception {
    begin();
    mayGoOn.set(false);

    assertThat(stream.goOn(second, mayGoOn::get)).isEmpty();

    assertThat(stream.send(utf8("{}"))).isFalse();
    assertThat(stream.endsAs(heldCall())).isTrue();
  }

  @Test
  void findsNoAnswerThatIsTooLargeToKeep() throws Exception {
    begin();
    stream.endsWith(answer("x".repeat(1 << 20)));

    assertThat(streams.find("session", id(first))).isEmpty();
  }

  @Test
  void findsTheNewestAnswersThatThereIsRoomFor() throws Exception {
    begin();
    stream.endsWith(answer("done"));
    String id = id(first);
    assertThat(streams.find("session", id)).isPresent();
    assertThat(streams.find("another", id)).isEmpty();

    for (int i = 0; i < 17; i++) {
      var response = new MockHttpServletResponse();
      var other = new InterimStream(response, true, new Resumption(streams, "session"));
      other.send(utf8("{}"));
      other.endsWith(answer("x".repeat(1_000_000)));
      assertThat(streams.find("session", id(response))).isPresent();
    }
    assertThat(streams.find("session", id)).isEmpty();
  }

  private void begin() {
    assertThat(stream.send(utf8("{\"method\":\"notifications/progress\"}"))).isTrue();
  }

  private CompletableFuture<Optional<HeldCall>> comesBack(MockHttpServletResponse response) {
    var coming =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stream.goOn(response, mayGoOn::get);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            Thread::startVirtualThread);
    await().until(() -> said(response).contains(": open"));
    return coming;
  }

  private static HeldCall heldCall() {
    return HeldCall.of(
        IdentityFixtures.owner(new AccountId(Ids.next()), new UserId(Ids.next())),
        null,
        new Pending(ApprovalRows.approved(ExecutionStatus.NONE), true),
        new Request(
            JsonSlice.of(utf8("7")), null, Waited.since(Instant.now(), InstantSource.system()), 0));
  }

  private static RpcAnswer answer(String text) {
    return RpcAnswer.result(JsonSlice.of(utf8("7")), utf8("{\"said\":\"" + text + "\"}"));
  }

  private static int marks(MockHttpServletResponse response) throws Exception {
    return said(response).split("id: call-", -1).length - 1;
  }

  private static String id(MockHttpServletResponse response) throws Exception {
    return said(response)
        .lines()
        .filter(line -> line.startsWith("id: "))
        .map(line -> line.substring("id: ".length()))
        .findFirst()
        .orElseThrow();
  }

  private static String said(MockHttpServletResponse response) throws IOException {
    return response.getContentAsString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
