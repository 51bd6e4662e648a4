package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;

/**
 * What output rules cost: two tools with the same answer of two kilobytes, of which one has a rule
 * of each kind and the other none.
 */
final class OutputRules {

  private static final Duration WARM = Duration.ofSeconds(20);
  private static final Duration TIME = Duration.ofSeconds(10);

  /** Text as tools answer it, with an address that a rule takes out. */
  static final String ANSWER = answer();

  private final Product product;
  private final FixtureServer fixture;
  private final Table table;

  OutputRules(Product product, FixtureServer fixture, Table table) {
    this.product = product;
    this.fixture = fixture;
    this.table = table;
  }

  void measure() throws IOException {
    Load.Target direct = Agent.direct(fixture.port(), Agent.call("read", "{}"));
    Load.Target off = Agent.through(product, Agent.call("read", "{}"));
    Load.Target on = Agent.through(product, Agent.call("read_screened", "{}"));
    Load.run(off, 16, WARM);
    Load.run(on, 16, WARM);
    Load.Outcome alone = Load.median(direct, 1, TIME);
    added("off", alone, Load.median(off, 1, TIME));
    added("on", alone, Load.median(on, 1, TIME));
    table.add("2 KB, output rules off, c=16", Load.median(off, 16, TIME).perSecond(), "/s", "");
    table.add("2 KB, output rules on, c=16", Load.median(on, 16, TIME).perSecond(), "/s", "");
  }

  private void added(String rules, Load.Outcome alone, Load.Outcome judged) {
    String what = "2 KB, output rules " + rules + ", c=1: added ";
    table.add(what + "p50", judged.samples().beyond(alone.samples(), 0.5), "ms", "<= 0.3");
    table.add(what + "p99", judged.samples().beyond(alone.samples(), 0.99), "ms", "<= 2");
  }

  private static String answer() {
    StringBuilder text = new StringBuilder();
    for (int order = 0; text.length() < 2_000; order++) {
      text.append("2026-01-17 order ").append(order);
      text.append(" shipped to somebody@example.com, 3 items, 42.00 EUR; ");
    }
    return """
    {"content":[{"type":"text","text":"%s"}],"structuredContent":{"customer":{"email":"a@example.com","name":"A"}}}\
    """
        .formatted(text);
  }
}
