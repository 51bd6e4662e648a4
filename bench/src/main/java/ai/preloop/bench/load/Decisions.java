package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;

/** What an approval costs: opening it, deciding it, and both while thousands are open. */
final class Decisions {

  private static final int FEW = 200;
  private static final int MANY = 10_000;
  private static final int DECIDED = 1_000;
  private static final int AGENTS = 8;

  private final Product product;
  private final FixtureServer fixture;
  private final Table table;

  Decisions(Product product, FixtureServer fixture, Table table) {
    this.product = product;
    this.fixture = fixture;
    this.table = table;
  }

  /** A request, with what the upstream will see of it. */
  private record Asked(String mark, String id) {}

  void measure() throws IOException {
    Agent agent = Agent.through(product, "");
    try (Connection connection = new Connection(product.port())) {
      Map<String, String> session = agent.inSession(connection);
      open(agent, connection, session, "warm", FEW);
      long[] opening = new long[FEW];
      List<Asked> few = open(agent, connection, session, "few", opening);
      Samples opened = Samples.of(opening);
      table.add("approval opened: p50", opened.median(), "ms", "<= 50");
      table.add("approval opened: p99", opened.percentile(0.99), "ms", "<= 150");
      double before = decide(few, "decided, few open", "");
      List<Asked> many = openMany(agent);
      Collections.shuffle(many, new Random(1));
      double after = decide(many.subList(0, DECIDED), "decided, 10,000 open", "<= 50");
      table.add("decided, 10,000 open, beside few", after / before, "times", "<= 3");
    }
  }

  /** Over several connections, each in a session of its own, as many agents would. */
  private List<Asked> openMany(Agent agent) throws IOException {
    List<FutureTask<List<Asked>>> tasks = new ArrayList<>();
    Cpu before = product.cpu();
    long start = System.nanoTime();
    for (int i = 0; i < AGENTS; i++) {
      String mark = "many-" + i + "-";
      FutureTask<List<Asked>> task = new FutureTask<>(() -> openAlone(agent, mark));
      tasks.add(task);
      Thread.ofPlatform().name(mark).start(task);
    }
    List<Asked> many = new ArrayList<>();
    for (FutureTask<List<Asked>> task : tasks) {
      many.addAll(Load.await(task));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    table.add("approvals opened, c=8, to 10,000", MANY / seconds, "/s", ">= 50");
    product.cpu().since(before).perCase("approval opened", MANY, table);
    return many;
  }

  private List<Asked> openAlone(Agent agent, String mark) throws IOException {
    try (Connection connection = new Connection(product.port())) {
      return open(agent, connection, agent.inSession(connection), mark, MANY / AGENTS);
    }
  }

  private static List<Asked> open(
      Agent agent, Connection connection, Map<String, String> session, String mark, int count)
      throws IOException {
    return open(agent, connection, session, mark, new long[count]);
  }

  /**
   * Fills in how long each took. The id is the mark's other half, so that a call is found again.
   */
  private static List<Asked> open(
      Agent agent, Connection connection, Map<String, String> session, String mark, long[] nanos)
      throws IOException {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      long before = System.nanoTime();
      String id = agent.ask(connection, session, mark + i);
      nanos[i] = System.nanoTime() - before;
      asked.add(new Asked(mark + i, id));
    }
    return asked;
  }

  /** The median of what the person waits for, in milliseconds. */
  private double decide(List<Asked> asked, String what, String bar) throws IOException {
    String owner = product.signIn();
    long[] answered = new long[asked.size()];
    long[] executed = new long[asked.size()];
    Cpu start = product.cpu();
    for (int i = 0; i < answered.length; i++) {
      Asked one = asked.get(i);
      long before = System.nanoTime();
      product.post("/api/v1/approval-requests/" + one.id() + "/approve", owner, "{}");
      answered[i] = System.nanoTime() - before;
      executed[i] = awaitCall(one.mark()) - before;
    }
    Samples answers = Samples.of(answered);
    Samples calls = Samples.of(executed);
    table.add(what + ": p50", answers.median(), "ms", bar);
    table.add(what + ", then executed: p50", calls.median(), "ms", "<= 100");
    product.cpu().since(start).perCase(what, asked.size(), table);
    return answers.median();
  }

  private long awaitCall(String mark) throws IOException {
    long give = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < give) {
      Long at = fixture.arrived(mark);
      if (at != null) {
        return at;
      }
      Pause.of(Duration.ofMillis(1));
    }
    throw new IOException("What was approved was not called in 30 s: " + mark);
  }
}
