package ai.preloop.bench.soak;

import ai.preloop.bench.load.Agent;
import ai.preloop.bench.load.FixtureServer;
import ai.preloop.bench.load.Load;
import ai.preloop.bench.load.Pause;
import ai.preloop.bench.load.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts the product and keeps it under mixed load at about half of what it can do: allowed calls
 * at a quarter of their most, and a few approvals a second, each of which costs as much as a
 * hundred. Arguments: the command that starts the product. {@code SOAK_MINUTES} is how long (60),
 * {@code SOAK_RATE} how many allowed calls a second. Ends with 1 when something drifted or was
 * wrong.
 */
public final class Soak {

  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(10);

  private final Product product;
  private final FixtureServer fixture;
  private final Tally tally = new Tally();
  private final Owner owner;
  private final List<Minute> minutes = new ArrayList<>();

  private Soak(Product product, FixtureServer fixture) {
    this.product = product;
    this.fixture = fixture;
    this.owner = new Owner(product, tally);
  }

  public static void main(String[] command) throws IOException, SQLException {
    boolean held = holds(List.of(command));
    System.out.println(held ? "Nothing drifted and nothing was wrong." : "It did not hold.");
    System.exit(held ? 0 : 1);
  }

  private static boolean holds(List<String> command) throws IOException, SQLException {
    Path home = Files.createTempDirectory("preloop-soak");
    System.out.println("Data and log are in " + home);
    try (FixtureServer fixture = new FixtureServer();
        Product product = new Product(command, home)) {
      return new Soak(product, fixture).run(setting("SOAK_MINUTES").orElse(60.0));
    }
  }

  private boolean run(double length) throws IOException, SQLException {
    owner.prepare(fixture.port());
    try (Records records = Records.of(product)) {
      Optional<Double> set = setting("SOAK_RATE");
      double rate = set.isPresent() ? set.get() : capacity() / 4;
      Truth truth = Truth.before(records);
      System.out.printf("%.0f allowed calls a second, for %.0f minutes%n", rate, length);
      Mix mix = new Mix(product, owner, tally);
      mix.start(rate);
      watch(records, length);
      mix.end();
      return judge(truth.after(records, tally, fixture, owner), rate);
    }
  }

  private double capacity() throws IOException {
    String call = Agent.call("echo", "{\"amount\":250,\"note\":\"deploy --env staging\"}");
    Load.Target through = Agent.through(product, call);
    Load.run(through, 16, WARM);
    return Load.run(through, 16, MEASURED).perSecond();
  }

  private void watch(Records records, double length) throws IOException, SQLException {
    System.out.println(Minute.HEADINGS);
    tally.takeLatencies();
    for (int number = 1; number <= length; number++) {
      long start = System.nanoTime();
      Pause.of(Duration.ofMinutes(1));
      Latencies calls = tally.takeLatencies();
      double seconds = (System.nanoTime() - start) / 1e9;
      Minute.Load load =
          new Minute.Load(
              calls.count() / seconds,
              calls.percentile(0.5),
              calls.percentile(0.99),
              tally.errors());
      Minute.Database database =
          new Minute.Database(records.connections(), records.mebibytes(), records.open());
      Minute minute = new Minute(number, load, Vitals.of(product), database);
      System.out.println(minute);
      minutes.add(minute);
    }
  }

  private boolean judge(List<Truth.Check> checks, double rate) throws IOException {
    List<Drift> drifts = Drift.of(minutes);
    drifts.forEach(drift ->
        System.out.printf(
            "%-6s %-28s %10.2f, at the end %10.2f, at most %10.2f%n",
            drift.isTooMuch() ? "DRIFT" : "ok",
            drift.what(),
            drift.first(),
            drift.last(),
            drift.most()));
    checks.forEach(check ->
        System.out.printf(
            "%-6s %-44s %12d, expected %12d%n",
            check.holds() ? "ok" : "WRONG", check.what(), check.found(), check.expected()));
    write(checks, drifts, rate);
    return tally.errors() == 0
        && drifts.stream().noneMatch(Drift::isTooMuch)
        && checks.stream().allMatch(Truth.Check::holds);
  }

  private void write(List<Truth.Check> checks, List<Drift> drifts, double rate) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("jvm", Runtime.version().toString());
    all.put("rate", rate);
    all.put("checks", checks);
    all.put("drifts", drifts);
    all.put("wrong", tally.sentences());
    all.put("minutes", minutes);
    Path written = Path.of("bench/target/soak.json");
    Files.createDirectories(written.toAbsolutePath().getParent());
    Files.writeString(
        written, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    System.out.println("Written to " + written);
  }

  private static Optional<Double> setting(String name) {
    return Optional.ofNullable(System.getenv(name))
        .filter(value -> !value.isBlank())
        .map(Double::parseDouble);
  }
}
