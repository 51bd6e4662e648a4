package ai.preloop.bench.soak;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/** What the load has sent and what was wrong about the answers. */
final class Tally {

  private static final int SHOWN = 50;

  final LongAdder allowed = new LongAdder();
  final LongAdder denied = new LongAdder();
  final LongAdder asked = new LongAdder();
  final LongAdder declined = new LongAdder();
  final LongAdder changes = new LongAdder();

  private final AtomicLong errors = new AtomicLong();
  private final List<String> sentences = new CopyOnWriteArrayList<>();
  private final AtomicReference<Latencies> latencies = new AtomicReference<>(new Latencies());

  void allowed(long nanos) {
    allowed.increment();
    latencies.get().add(nanos);
  }

  /** The times of allowed calls since the last time this was asked for. */
  Latencies takeLatencies() {
    return latencies.getAndSet(new Latencies());
  }

  void wrong(String sentence) {
    if (errors.incrementAndGet() <= SHOWN) {
      sentences.add(sentence);
      System.out.println("  wrong: " + sentence);
    }
  }

  long errors() {
    return errors.get();
  }

  /** The first ones. */
  List<String> sentences() {
    return List.copyOf(sentences);
  }
}
