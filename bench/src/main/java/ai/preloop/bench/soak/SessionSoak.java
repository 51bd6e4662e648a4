package ai.preloop.bench.soak;

import ai.preloop.bench.load.Agent;
import ai.preloop.bench.load.FixtureServer;
import ai.preloop.bench.load.Pause;
import ai.preloop.bench.load.Product;
import ai.preloop.bench.soak.Truth.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps five hundred sessions open at once, each with its stream, of clients that come and go in
 * every way there is. Arguments: the command that starts the product. {@code SOAK_MINUTES} is how
 * long (10), {@code SOAK_SESSIONS} how many. Ends with 1 when something drifted, was wrong, or was
 * left behind.
 */
public final class SessionSoak {

  private static final int SESSIONS = 500;
  private static final double MINUTES = 10;

  /** What lies between two that come: all at once would be a measure of the start alone. */
  private static final Duration BETWEEN = Duration.ofMillis(60);

  /** Programs, and the pools of connections, rest so long before they end. */
  private static final Duration RESTED = Duration.ofSeconds(100);

  /** What the process may have more of than before anybody came. */
  private static final int LEFT = 16;

  private static final String PROGRAM =
      """
      #!/bin/bash
      while IFS= read -r line; do
        [[ $line =~ \\"id\\":([0-9]+|\\"[^\\"]*\\") ]] || continue
        id=${BASH_REMATCH[1]}
        case $line in
          *'"initialize"'*) result='{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"program","version":"1"}}' ;;
          *'"tools/list"'*) result='{"tools":[{"name":"program","inputSchema":{"type":"object"}}]}' ;;
          *) result='{"content":[{"type":"text","text":"done"}]}' ;;
        esac
        printf '{"jsonrpc":"2.0","id":%s,"result":%s}\\n' "$id" "$result"
      done
      """;

  private final Product product;
  private final Tally tally = new Tally();
  private final List<Thread> visitors = new ArrayList<>();
  private volatile boolean over;

  private SessionSoak(Product product) {
    this.product = product;
  }

  public static void main(String[] command) throws IOException, SQLException {
    boolean held = holds(List.of(command));
    System.out.println(held ? "Nothing drifted and nothing was left." : "It did not hold.");
    System.exit(held ? 0 : 1);
  }

  private static boolean holds(List<String> command) throws IOException, SQLException {
    Path home = Files.createTempDirectory("preloop-sessions");
    System.out.println("Data and log are in " + home);
    Path program = Files.writeString(home.resolve("program"), PROGRAM);
    Map<String, String> environment =
        Map.of(
            "PRELOOP_STDIO_COMMANDS_LOCAL_PROGRAM",
            "bash," + program,
            "PRELOOP_STDIO_IDLE",
            "30s",
            // All of them have one key.
            "PRELOOP_UPSTREAM_CALLS_PER_PRINCIPAL",
            "1000");
    try (FixtureServer fixture = new FixtureServer();
        Product product = new Product(command, home, environment);
        Records records = Records.of(product)) {
      Owner owner = new Owner(product, new Tally());
      owner.prepare(fixture.port());
      owner.addProgram("local");
      return new SessionSoak(product).run(records);
    }
  }

  private boolean run(Records records) throws IOException, SQLException {
    warm();
    Vitals before = Vitals.of(product);
    come((int) Soak.setting("SOAK_SESSIONS", SESSIONS));
    List<Minute> minutes =
        new Watch(product, tally, records).over(Soak.setting("SOAK_MINUTES", MINUTES));
    go();
    Pause.of(RESTED);
    Report report = new Report(0, minutes, left(before, Vitals.of(product)), tally);
    report.print();
    report.write(Path.of("bench/target/sessions.json"));
    return report.holds();
  }

  /** So that what the process has once and for all is there before. */
  private void warm() throws IOException {
    come(LEFT);
    Pause.of(Duration.ofSeconds(30));
    go();
    over = false;
    Pause.of(RESTED);
  }

  private void come(int sessions) throws IOException {
    Agent agent = Agent.through(product, "");
    for (int number = 0; number < sessions; number++) {
      Visitor visitor = new Visitor(number, agent, new Calls(tally), tally);
      visitors.add(Thread.ofVirtual().start(() -> visitor.run(() -> over)));
      Pause.of(BETWEEN);
    }
  }

  private void go() throws IOException {
    over = true;
    for (Thread visitor : visitors) {
      try {
        visitor.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while visitors go", e);
      }
    }
    visitors.clear();
  }

  private static List<Check> left(Vitals before, Vitals after) {
    return List.of(
        left("threads", before.threads(), after.threads()),
        left("sockets", before.sockets(), after.sockets()),
        left("open files", before.files(), after.files()),
        new Check("child processes", (long) after.children(), (long) before.children()));
  }

  /** Pools may have a few more than before; what is beyond counts. */
  private static Check left(String what, double before, double after) {
    return new Check(
        what + " beyond those of before", (long) Math.max(0, after - before - LEFT), 0);
  }
}
