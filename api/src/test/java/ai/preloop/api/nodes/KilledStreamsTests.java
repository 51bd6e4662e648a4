package ai.preloop.api.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.attempts.FakeAnswer;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.api.end2end.OwnModels;
import ai.preloop.api.nodes.ModelClient.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What becomes of the calls and the money of a node that is killed within 100 streams. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledStreamsTests {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int STREAMS = 100;
  private static final int SETTLED = 10;
  private static final int FIT = 130;
  private static final int MAX_TOKENS = 1000;
  private static final int FAR_TOO_MANY = 999_000;
  private static final List<String> SOON_LOST =
      List.of(
          "--preloop.nodes.beat=500ms", "--preloop.nodes.confirmed=6s", "--preloop.nodes.lost=8s");

  private final TestDatabase database = TestDatabase.fresh();
  private Node node;
  private OwnModels own;
  private ModelClient client;
  private ModelLedger ledger;
  private long bound;
  private long limit;

  @BeforeAll
  void start() {
    int port = URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
    node = new Node(database, port, SOON_LOST);
    node.awaitReady();
    own = new OwnModels(node.http(), node.owner().token());
    String model = own.model("openai", ",\"prices\":{\"input\":2,\"output\":8}");
    client = new ModelClient(node.http().base(), own.key(), model);
    ledger = new ModelLedger(seeingAll(), own.keyId());
    own.provider().using(new Usage(20, 0, 0, 30, 0));
    makeBudget();
  }

  private void makeBudget() {
    client.stream(MAX_TOKENS);
    await().atMost(LONG).until(() -> ledger.calls("ok") == 1);
    bound = ledger.bound();
    limit = FIT * bound + bound / 2;
    ledger = ledger.with(own.budget(ModelLedger.dollars(limit)));
    await().atMost(LONG).until(() -> client.call(FAR_TOO_MANY).status() == 403);
  }

  private JdbcClient seeingAll() {
    return JdbcClient.create(
        new DriverManagerDataSource(
            database.jdbcUrl() + "&options=-c%20role=preloop_system",
            database.user(),
            database.password()));
  }

  @AfterAll
  void stop() {
    own.provider().close();
    node.close();
  }

  @Test
  void areAllInTheLedgerAndTheBudgetAgreesWithIt() throws Exception {
    for (int i = 0; i < SETTLED; i++) {
      assertThat(client.call(MAX_TOKENS).status()).isEqualTo(200);
    }
    await().atMost(LONG).until(() -> ledger.calls("ok") == SETTLED + 1);
    long settled = ledger.cost();
    own.provider().always(new FakeAnswer.StallAfter(2));
    List<HttpResponse<InputStream>> streams = open();
    await().atMost(LONG).until(() -> ledger.calls("open") == STREAMS);

    node.kill();
    await().atMost(LONG).until(() -> own.provider().running() == 0);
    assertThat(ledger.taken()).isBetween(settled + STREAMS * bound, limit);
    node.startAgain();

    await().atMost(LONG).until(() -> ledger.leases() == 0 && ledger.calls("open") == 0);
    assertThat(ledger.calls("partial")).isEqualTo(STREAMS);
    assertThat(ledger.callIds()).containsAll(streams.stream().map(KilledStreamsTests::id).toList());
    assertThat(ledger.cost()).isEqualTo(settled + STREAMS * bound);
    assertThat(ledger.spent()).isEqualTo(ledger.cost()).isLessThanOrEqualTo(limit);
    theRestMayStillBeSpent();
  }

  /** Streams of which something has come. */
  private List<HttpResponse<InputStream>> open() throws IOException {
    List<CompletableFuture<HttpResponse<InputStream>>> opening =
        IntStream.range(0, STREAMS)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () -> client.stream(MAX_TOKENS), Thread::startVirtualThread))
            .toList();
    List<HttpResponse<InputStream>> streams = opening.stream().map(c -> c.join()).toList();
    for (HttpResponse<InputStream> each : streams) {
      assertThat(each.statusCode()).isEqualTo(200);
      assertThat(each.body().read()).isPositive();
    }
    assertThat(own.provider().running()).isEqualTo(STREAMS);
    return streams;
  }

  private static String id(HttpResponse<InputStream> stream) {
    return stream.headers().firstValue("X-Preloop-Call-Id").orElseThrow();
  }

  /** And no more than that. */
  private void theRestMayStillBeSpent() {
    own.provider().always(FakeAnswer.USUAL).using(new Usage(20, 0, 0, MAX_TOKENS, 0));
    Ended last = client.call(MAX_TOKENS);
    assertThat(last.status()).isEqualTo(200);
    for (int more = 0; last.status() == 200; more++) {
      assertThat(more).isLessThan(FIT);
      last = client.call(MAX_TOKENS);
    }
    assertThat(last.status()).isEqualTo(403);
    await().atMost(LONG).until(() -> ledger.calls("open") == 0);
    assertThat(ledger.cost()).isBetween(limit - bound, limit);
  }
}
