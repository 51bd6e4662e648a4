package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that policy allows, beside the same call made directly in the same run. */
final class AllowedCalls {

  private static final Duration WARM = Duration.ofSeconds(30);
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final String CALL =
      Agent.call("echo", "{\"amount\":250,\"note\":\"deploy --env staging\"}");

  private final Product product;
  private final FixtureServer fixture;
  private final Table table;

  AllowedCalls(Product product, FixtureServer fixture, Table table) {
    this.product = product;
    this.fixture = fixture;
    this.table = table;
  }

  void measure() throws IOException {
    Load.Target direct = Agent.direct(fixture.port(), CALL);
    Load.Target through = Agent.through(product, CALL);
    Load.run(through, 16, WARM);
    Load.run(direct, 16, Duration.ofSeconds(3));
    one(direct, through);
    sixteen(direct, through);
  }

  private void one(Load.Target direct, Load.Target through) throws IOException {
    Load.Outcome alone = Load.median(direct, 1, TIME);
    Load.Outcome proxied = proxied(1);
    Load.Outcome judged = Load.median(through, 1, TIME);
    table.add("call, direct, c=1: p50", alone.samples().median(), "ms", "");
    if (proxied != null) {
      table.add(
          "call, bare proxy, c=1: added p50",
          proxied.samples().beyond(alone.samples(), 0.5),
          "ms",
          "");
      table.add(
          "call, bare proxy, c=1: added p99",
          proxied.samples().beyond(alone.samples(), 0.99),
          "ms",
          "");
    }
    table.add("call, allowed, c=1: p50", judged.samples().median(), "ms", "");
    table.add(
        "call, allowed, c=1: added p50",
        judged.samples().beyond(alone.samples(), 0.5),
        "ms",
        "<= 0.3");
    table.add(
        "call, allowed, c=1: added p99",
        judged.samples().beyond(alone.samples(), 0.99),
        "ms",
        "<= 2");
  }

  private void sixteen(Load.Target direct, Load.Target through) throws IOException {
    table.add("call, direct, c=16", Load.median(direct, 16, TIME).perSecond(), "/s", "");
    Load.Outcome proxied = proxied(16);
    Load.Outcome judged = judged(through);
    if (proxied != null) {
      double share = judged.perSecond() / proxied.perSecond();
      table.add("call, bare proxy, c=16", proxied.perSecond(), "/s", "");
      table.add("call, allowed, c=16, of the bare proxy", share, "times", ">= 0.5");
    }
    table.add("call, allowed, c=16", judged.perSecond(), "/s", ">= 5000");
    table.add("call, allowed, c=16: p99", judged.samples().percentile(0.99), "ms", "");
  }

  /** With what the ledger took meanwhile: each call is in it, or the chain falls behind. */
  private Load.Outcome judged(Load.Target through) throws IOException {
    double before = product.recorded();
    long start = System.nanoTime();
    Load.Outcome judged = Load.median(through, 16, TIME);
    double seconds = (System.nanoTime() - start) / 1e9;
    double perSecond = (product.recorded() - before) / seconds;
    table.add("audit ledger, under those calls", perSecond, "/s", ">= 6000");
    return judged;
  }

  /** Null where there is no such proxy on this machine. */
  private Load.@Nullable Outcome proxied(int connections) throws IOException {
    try (BareProxy proxy = BareProxy.before(fixture.port())) {
      return proxy == null
          ? null
          : Load.median(Agent.direct(proxy.port(), CALL), connections, TIME);
    }
  }
}
