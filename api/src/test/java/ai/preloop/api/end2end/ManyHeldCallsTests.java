package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.activities.waiting.Waiters;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Hundreds of calls held open at once and decided in any order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyHeldCallsTests {

  private static final int AGENTS = 5;

  /** They take all platform threads that requests may have, which are kept for later ones. */
  private static final int FEW = 24 * Runtime.getRuntime().availableProcessors();

  private static final int CALLS = FEW + 192;
  private static final int AT_A_TIME = 8;
  private static final long SEED = 20261121;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MORE_THREADS = 16;
  private static final long MORE_BYTES = 24 << 20;

  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private RunningPreloop preloop;
  private AskedTool tool;
  private List<Agent> agents = List.of();
  private int rounds;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
    tool = new AskedTool(preloop);
    tool.server().tool(tool.name(), "{}", FixtureMcpServer::text);
    Http http = new Http(preloop.http().base(), HttpClient.newBuilder().executor(clients).build());
    agents = IntStream.range(0, AGENTS).mapToObj(each -> agent(http)).toList();
  }

  @AfterAll
  void stop() {
    clients.close();
    tool.close();
  }

  @Test
  void getEachItsOwnResultAndCostNoThreadsConnectionsOrMemory() throws Exception {
    round(FEW);
    int threads = threads();
    int threadsHeld = round(CALLS);
    // The container keeps what it made for so many connections, and uses it again.
    long bytes = bytes();
    round(CALLS);

    assertThat(threadsHeld).as("threads").isLessThan(threads + MORE_THREADS);
    await().atMost(PATIENCE).until(() -> bytes() < bytes + MORE_BYTES);
  }

  /** From the calls to their answers; how many threads there were while all were held. */
  private int round(int calls) throws Exception {
    rounds++;
    List<HeldStreamReader> held = someAtATime(calls, number -> () -> call(number));
    await().atMost(PATIENCE).until(() -> preloop.bean(Waiters.class).count() == calls);
    await().atMost(PATIENCE).until(() -> usedConnections() == 0);
    int threads = threads();
    List<Future<String>> answers = submit(calls, number -> () -> answer(held.get(number)));
    decide(held);
    for (int number = 0; number < calls; number++) {
      assertThat(answers.get(number).get()).contains(expected(number));
    }
    return threads;
  }

  private HeldStreamReader call(int number) throws Exception {
    HeldStreamReader held =
        tool.call(agents.get(number % AGENTS), number, to(number), "\"progressToken\":" + number);
    held.next();
    return held;
  }

  private String answer(HeldStreamReader held) {
    try (held) {
      return held.answer().at("/result/content/0/text").asString();
    }
  }

  /**
   * Some at a time, in an order that has nothing to do with that of the calls; on a slow machine a
   * vote may be recorded, and still on its way to its workflow.
   */
  private void decide(List<HeldStreamReader> held) throws Exception {
    List<Integer> order = new ArrayList<>(IntStream.range(0, held.size()).boxed().toList());
    Collections.shuffle(order, new Random(SEED));
    someAtATime(held.size(), place -> () -> decide(order.get(place), held.get(order.get(place))))
        .forEach(decided -> assertThat(decided.status()).as(decided.body()).isIn(200, 202));
  }

  private Http.Reply decide(int number, HeldStreamReader held) {
    String id = held.lastId().substring(0, held.lastId().indexOf('.'));
    return isDeclined(number)
        ? tool.owner().decline(id, "no %d please".formatted(number))
        : tool.owner().act(id, "approve", "{}");
  }

  private String expected(int number) {
    return isDeclined(number)
        ? "no %d please".formatted(number)
        : "{\"to\":\"%s\"}".formatted(to(number));
  }

  private static boolean isDeclined(int number) {
    return number % 5 == 0;
  }

  /** What was declined in one round would be refused in the next. */
  private String to(int number) {
    return "%d of round %d".formatted(number, rounds);
  }

  private <T> List<Future<T>> submit(int times, IntFunction<Callable<T>> work) {
    return IntStream.range(0, times).mapToObj(work).map(clients::submit).toList();
  }

  private static <T> List<T> someAtATime(int times, IntFunction<Callable<T>> work)
      throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService some = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Callable<T>> all = IntStream.range(0, times).mapToObj(work).toList();
      for (Future<T> each : some.invokeAll(all)) {
        results.add(each.get());
      }
    }
    return results;
  }

  private Agent agent(Http http) {
    return Agent.connect(http, tool.key());
  }

  private int usedConnections() {
    return preloop.context().getBeansOfType(HikariDataSource.class).values().stream()
        .mapToInt(pool -> pool.getHikariPoolMXBean().getActiveConnections())
        .sum();
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long bytes() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
