package ai.preloop.bench.load;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls of a model through the gateway, beside the same calls made directly in the same run. */
final class Models {

  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", 10));
  private static final Duration WARM = TIME.multipliedBy(3);
  private static final int MANY = 16;
  private static final int STREAMS = Integer.getInteger("bench.streams", 1_000);
  private static final int STREAM_SECONDS = Integer.getInteger("bench.stream-seconds", 60);
  private static final String FIFTY = ModelFixture.question(50, Duration.ofMillis(5));
  private static final String QUICK = ModelFixture.question(50, Duration.ofMillis(1));

  /** A stream of fifty chunks takes a quarter of a second. */
  private static final int PER_SECOND = 4;

  private final Product product;
  private final ModelFixture provider;
  private final Table table;
  private final String key;
  private final String limited;

  /** Makes the model, a key, and one that has a hard budget. */
  Models(Product product, ModelFixture provider, Table table) throws IOException {
    this.product = product;
    this.provider = provider;
    this.table = table;
    String owner = product.signIn();
    product.post(
        "/api/v1/ai-models",
        owner,
        """
        {"alias":"%s","provider":"openai_compatible","identifier":"up","api_key":"sk-bench",
         "endpoint":"http://127.0.0.1:%d/v1","prices":{"input":1,"output":2}}
        """
            .formatted(ModelTarget.MODEL, provider.port()));
    this.key = minted("bench", owner).path("key").asString();
    JsonNode other = minted("bench-limited", owner);
    this.limited = other.path("key").asString();
    product.post(
        "/api/v1/budgets",
        owner,
        """
        {"name":"bench","scope":{"type":"key","value":"%s"},"period":"all_time","limit_usd":1000000}
        """
            .formatted(other.path("id").asString()));
  }

  private JsonNode minted(String name, String owner) throws IOException {
    return product.post(
        "/api/v1/auth/api-keys",
        owner,
        "{\"name\":\"%s\",\"scopes\":[\"gateway:invoke\"]}".formatted(name));
  }

  void measure() throws IOException {
    Load.run(through(key, ModelTarget.BRIEF), MANY, WARM);
    Load.run(through(limited, ModelTarget.BRIEF), MANY, TIME);
    Load.run(direct(ModelTarget.BRIEF), MANY, Duration.ofSeconds(3));
    one();
    many();
    streams();
    open();
    table.add("memory after calls of models", product.residentMib(), "MiB", "<= 400");
  }

  /** The same beside another gateway, where that can be had. */
  void compare() throws IOException {
    try (Portkey other = Portkey.before(provider.port())) {
      if (other == null) {
        System.out.println("There is no npm or node here, so nothing is compared.");
        return;
      }
      Load.Target there = other.target(ModelTarget.BRIEF);
      Load.run(there, MANY, WARM);
      Load.run(through(key, ModelTarget.BRIEF), MANY, WARM);
      Samples alone = median(direct(ModelTarget.BRIEF), 1).samples();
      added("model, Portkey " + Portkey.VERSION + ", c=1", median(there, 1).samples(), alone);
      Load.Outcome theirs = median(there, MANY);
      Load.Outcome ours = median(through(key, ModelTarget.BRIEF), MANY);
      table.add("model, Portkey " + Portkey.VERSION + ", c=16", theirs.perSecond(), "/s", "");
      table.add("model, Preloop beside it, c=16", ours.perSecond(), "/s", "");
      table.add("model, of Portkey, c=16", ours.perSecond() / theirs.perSecond(), "times", ">= 3");
    }
  }

  private void one() throws IOException {
    Samples alone = median(direct(ModelTarget.BRIEF), 1).samples();
    table.add("model, direct, c=1: p50", alone.median(), "ms", "");
    table.add("model, direct, c=1: p99", alone.percentile(0.99), "ms", "");
    Load.Outcome proxied = proxied(1);
    if (proxied != null) {
      added("model, bare proxy, c=1", proxied.samples(), alone);
    }
    Samples through = median(through(key, ModelTarget.BRIEF), 1).samples();
    table.add("model, c=1: added p50", through.beyond(alone, 0.5), "ms", "<= 0.3");
    table.add("model, c=1: added p99", through.beyond(alone, 0.99), "ms", "<= 2");
    added(
        "model, hard budget, c=1", median(through(limited, ModelTarget.BRIEF), 1).samples(), alone);
  }

  private void added(String what, Samples through, Samples alone) {
    table.add(what + ": added p50", through.beyond(alone, 0.5), "ms", "");
    table.add(what + ": added p99", through.beyond(alone, 0.99), "ms", "");
  }

  private void many() throws IOException {
    table.add("model, direct, c=16", median(direct(ModelTarget.BRIEF), MANY).perSecond(), "/s", "");
    Load.Outcome proxied = proxied(MANY);
    Load.Outcome through = median(through(key, ModelTarget.BRIEF), MANY);
    if (proxied != null) {
      double share = through.perSecond() / proxied.perSecond();
      table.add("model, bare proxy, c=16", proxied.perSecond(), "/s", "");
      table.add("model, c=16, of the bare proxy", share, "times", ">= 0.5");
    }
    table.add("model, c=16", through.perSecond(), "/s", ">= 5000");
    table.add("model, c=16: p99", through.samples().percentile(0.99), "ms", "");
    Load.Outcome held = median(through(limited, ModelTarget.BRIEF), MANY);
    table.add("model, hard budget, c=16", held.perSecond(), "/s", "");
    table.add("model, hard budget, c=16: p99", held.samples().percentile(0.99), "ms", "");
  }

  /** Streams to their first byte: one at a time and many, when the compiler knows them. */
  private void streams() throws IOException {
    ModelStreams.run(through(key, QUICK), MANY, streamsIn(WARM) * 3);
    ModelStreams.run(through(limited, QUICK), MANY, streamsIn(TIME));
    for (int connections : new int[] {1, MANY}) {
      String at = ", c=" + connections;
      Samples alone = first(direct(FIFTY), connections);
      table.add("stream, direct" + at + ": first byte p50", alone.median(), "ms", "");
      table.add("stream, direct" + at + ": first byte p99", alone.percentile(0.99), "ms", "");
      Samples through = first(through(key, FIFTY), connections);
      table.add("stream" + at + ": added to first byte, p50", through.beyond(alone, 0.5), "ms", "");
      table.add(
          "stream" + at + ": added to first byte, p99", through.beyond(alone, 0.99), "ms", "<= 1");
      Samples held = first(through(limited, FIFTY), connections);
      table.add(
          "stream, hard budget" + at + ": added to first byte, p50",
          held.beyond(alone, 0.5),
          "ms",
          "");
      table.add(
          "stream, hard budget" + at + ": added to first byte, p99",
          held.beyond(alone, 0.99),
          "ms",
          "");
    }
  }

  private static Samples first(Load.Target target, int connections) throws IOException {
    return ModelStreams.run(target, connections, streamsIn(WARM)).first();
  }

  private static int streamsIn(Duration time) {
    return Math.toIntExact(time.toSeconds()) * PER_SECOND;
  }

  /** Each with a chunk a second, none of which may be lost or come late. */
  private void open() throws IOException {
    String question = ModelFixture.question(STREAM_SECONDS, Duration.ofSeconds(1));
    long before = provider.sent();
    ModelStreams.Seen seen = ModelStreams.run(through(key, question), STREAMS, 1);
    double sent = provider.sent() - before;
    String what = "%,d streams, a chunk a second for %d s".formatted(STREAMS, STREAM_SECONDS);
    table.add(what + ": chunks", sent, "", "");
    table.add(what + ": delivered", seen.chunks() / sent, "of 1", "1");
    table.add(what + ": on the way, p50", seen.delays().median(), "ms", "");
    table.add(what + ": on the way, p99", seen.delays().percentile(0.99), "ms", "");
  }

  private Load.Target direct(String question) {
    return ModelTarget.direct(provider.port(), question);
  }

  private Load.Target through(String as, String question) {
    return ModelTarget.through(product, as, question);
  }

  private static Load.Outcome median(Load.Target target, int connections) throws IOException {
    return Load.median(target, connections, TIME);
  }

  /** Null where there is no such proxy on this machine. */
  private Load.@Nullable Outcome proxied(int connections) throws IOException {
    try (BareProxy proxy = BareProxy.before(provider.port())) {
      return proxy == null
          ? null
          : median(ModelTarget.direct(proxy.port(), ModelTarget.BRIEF), connections);
    }
  }
}
