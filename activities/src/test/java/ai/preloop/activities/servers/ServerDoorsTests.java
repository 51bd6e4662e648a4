package ai.preloop.activities.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.upstream.UpstreamServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many calls are at a server at once, and who waits for whom. */
class ServerDoorsTests {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final UUID id = UUID.randomUUID();

  @Test
  void oneMoreThanTheUsualWaitsUntilOneEnds() {
    ServerDoors doors = doors(LONG);
    Passage first = doors.enter(server(null), Deadline.in(LONG)).orElseThrow();
    Passage second = doors.enter(server(null), Deadline.in(LONG)).orElseThrow();
    CompletableFuture<Optional<Passage>> third = entering(doors, server(null));
    await().until(() -> waiting() == 1);

    first.close();

    assertThat(third.join()).isPresent();
    assertThat(waiting()).isZero();
    assertThat(meters.timer("preloop.upstream.waits", "outcome", "entered").count()).isOne();
    second.close();
  }

  @Test
  void aServersOwnLimitHoldsInPlaceOfTheUsual() {
    ServerDoors doors = doors(Duration.ZERO);
    Passage only = doors.enter(server(1), Deadline.in(LONG)).orElseThrow();

    assertThat(doors.enter(server(1), Deadline.in(LONG))).isEmpty();
    assertThat(doors.refusal(server(1))).startsWith("1 calls to the server tickets are under way");
    only.close();
    assertThat(doors.enter(server(1), Deadline.in(LONG))).isPresent();
  }

  @Test
  void nobodyWaitsLongerThanItsDeadlineOrItsPatience() {
    ServerDoors patient = doors(LONG);
    Passage only = patient.enter(server(1), Deadline.in(LONG)).orElseThrow();
    assertThat(patient.enter(server(1), Deadline.in(Duration.ofMillis(20)))).isEmpty();
    only.close();

    ServerDoors hasty = doors(Duration.ofMillis(20));
    Passage other = hasty.enter(server(1), Deadline.in(LONG)).orElseThrow();
    assertThat(hasty.enter(server(1), Deadline.in(LONG))).isEmpty();
    other.close();

    assertThat(meters.counter("preloop.tool.over.limit", "limit", "server").count()).isEqualTo(2);
    assertThat(meters.timer("preloop.upstream.waits", "outcome", "refused").count()).isEqualTo(2);
  }

  @Test
  void theyComeInTheOrderInWhichTheyCame() {
    ServerDoors doors = doors(LONG);
    Passage first = doors.enter(server(1), Deadline.in(LONG)).orElseThrow();
    Queue<Integer> order = new ConcurrentLinkedQueue<>();
    var all =
        IntStream.range(0, 5)
            .mapToObj(number -> {
              Thread next =
                  Thread.ofVirtual()
                      .start(() -> {
                        Passage passage = doors.enter(server(1), Deadline.in(LONG)).orElseThrow();
                        order.add(number);
                        passage.close();
                      });
              // It is counted a moment before it stands in the line.
              await()
                  .until(() ->
                      waiting() == number + 1 && next.getState() == Thread.State.TIMED_WAITING);
              return next;
            })
            .toList();

    first.close();

    assertThat(all).allSatisfy(next -> assertThat(next.join(LONG)).isTrue());
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void aLimitThatIsRaisedLetsMoreInAndALoweredOneFewer() {
    ServerDoors doors = doors(Duration.ZERO);
    Passage first = doors.enter(server(1), Deadline.in(LONG)).orElseThrow();
    Passage second = doors.enter(server(2), Deadline.in(LONG)).orElseThrow();

    assertThat(doors.enter(server(1), Deadline.in(LONG))).isEmpty();
    first.close();
    assertThat(doors.enter(server(1), Deadline.in(LONG))).isEmpty();
    second.close();
    assertThat(doors.enter(server(1), Deadline.in(LONG))).isPresent();
  }

  @Test
  void oneServersLineIsNotAnothers() {
    ServerDoors doors = doors(Duration.ZERO);
    Passage first = doors.enter(server(1), Deadline.in(LONG)).orElseThrow();

    assertThat(doors.enter(server(UUID.randomUUID(), 1), Deadline.in(LONG))).isPresent();
    first.close();
  }

  private ServerDoors doors(Duration patience) {
    return new ServerDoors(new ServerLimits(2, patience), meters);
  }

  private double waiting() {
    return meters.get("preloop.upstream.waiting").gauge().value();
  }

  private static CompletableFuture<Optional<Passage>> entering(ServerDoors doors, Server server) {
    return CompletableFuture.supplyAsync(
        () -> doors.enter(server, Deadline.in(LONG)), Thread::startVirtualThread);
  }

  private Server server(@Nullable Integer most) {
    return server(id, most);
  }

  private static Server server(UUID id, @Nullable Integer most) {
    return new Server(
        id,
        "tickets",
        false,
        new UpstreamServer.Http(URI.create("https://tickets.test/mcp"), Credential.NONE),
        ServerIntroduction.NONE,
        most,
        null,
        null);
  }
}
