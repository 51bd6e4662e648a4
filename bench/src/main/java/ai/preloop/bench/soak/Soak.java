package ai.preloop.bench.soak;

import ai.preloop.bench.load.Agent;
import ai.preloop.bench.load.FixtureServer;
import ai.preloop.bench.load.Load;
import ai.preloop.bench.load.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
      return new Soak(product, fixture).run(setting("SOAK_MINUTES", 60));
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
      List<Minute> minutes = new Watch(product, tally, records).over(length);
      mix.end();
      Report report = new Report(rate, minutes, truth.after(records, tally, fixture, owner), tally);
      report.print();
      report.write(Path.of("bench/target/soak.json"));
      return report.holds();
    }
  }

  private double capacity() throws IOException {
    String call = Agent.call("echo", "{\"amount\":250,\"note\":\"deploy --env staging\"}");
    Load.Target through = Agent.through(product, call);
    Load.run(through, 16, WARM);
    return Load.run(through, 16, MEASURED).perSecond();
  }

  static double setting(String name, double otherwise) {
    return setting(name).orElse(otherwise);
  }

  private static Optional<Double> setting(String name) {
    return Optional.ofNullable(System.getenv(name))
        .filter(value -> !value.isBlank())
        .map(Double::parseDouble);
  }
}
