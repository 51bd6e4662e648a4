package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;

/**
 * Answers of ten megabytes: what they take of the memory, when one comes and when many do at once.
 * The heap that the process has was grown before by the same load.
 */
final class LargeResults {

  /** What a tool answers that reads a large file. */
  static final String ANSWER =
      "{\"content\":[{\"type\":\"text\",\"text\":\"" + "0123456789abcdef".repeat(655_360) + "\"}]}";

  private static final Duration TIME = Duration.ofSeconds(20);
  private static final int MANY = 8;

  private final Product product;
  private final FixtureServer fixture;
  private final Table table;

  LargeResults(Product product, FixtureServer fixture, Table table) {
    this.product = product;
    this.fixture = fixture;
    this.table = table;
  }

  void measure() throws IOException {
    String call = Agent.call("read_large", "{}");
    Load.Target through = Agent.through(product, call);
    Load.run(through, MANY, TIME);
    Samples alone = Load.run(Agent.direct(fixture.port(), call), 1, TIME).samples();
    Samples judged = Load.run(through, 1, TIME).samples();
    table.add("10 MB, direct, c=1: p50", alone.median(), "ms", "");
    table.add("10 MB, allowed, c=1: added p50", judged.beyond(alone, 0.5), "ms", "");
    table.add("10 MB, memory at most: one at a time", peak(through, 1), "MiB", "");
    table.add("10 MB, memory at most: 8 at a time", peak(through, MANY), "MiB", "");
    table.add("10 MB, memory at most: 8 at a time, again", peak(through, MANY), "MiB", "");
    table.add("10 MB, memory at most: 32 at a time", peak(through, 4 * MANY), "MiB", "");
  }

  private double peak(Load.Target target, int connections) throws IOException {
    product.forgetPeak();
    Load.run(target, connections, TIME);
    return product.peakMib();
  }
}
