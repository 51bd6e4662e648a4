package ai.preloop.activities.attempts;

import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.Limits;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many calls of a model be under way at once on this node, so many begin in a minute, and
 * so many tokens be used in one.
 */
public final class ModelGates {

  private static final Duration FULL = Duration.ofSeconds(1);

  /** Longer than what a bucket takes to fill, and than a call that nobody joins. */
  private static final Duration UNUSED = Duration.ofHours(24);

  private final LongSupplier nanoTime;
  private final AtomicInteger running = new AtomicInteger();
  private final Cache<UUID, Gate> gates = Caffeine.newBuilder().expireAfterAccess(UNUSED).build();

  ModelGates(LongSupplier nanoTime, MeterRegistry meters) {
    this.nanoTime = nanoTime;
    Gauge.builder("preloop.gateway.running", running, AtomicInteger::get)
        .description("Calls of models that are with a provider")
        .register(meters);
  }

  /** What came of a call that wants to go through. */
  sealed interface Entry {}

  /** Not now, but perhaps after so long. */
  record Full(Duration time) implements Entry {}

  /** {@code tokens} is what the call is estimated to use. */
  Entry enter(AiModel model, long tokens) {
    Gate gate = gates.get(model.id(), _ -> new Gate());
    return gate.enter(model.plan().terms().limits(), tokens);
  }

  /** One call that is under way until it is closed. */
  final class Passage implements Entry, AutoCloseable {

    private final Gate gate;
    private long taken;
    private boolean closed;

    private Passage(Gate gate, long taken) {
      this.gate = gate;
      this.taken = taken;
      running.incrementAndGet();
    }

    /** What was used in truth, as far as it is known; the last word counts. */
    void used(long tokens) {
      synchronized (gate) {
        if (gate.tokens != null) {
          gate.tokens.take(tokens - taken);
        }
        taken = tokens;
      }
    }

    @Override
    public void close() {
      synchronized (gate) {
        if (!closed) {
          closed = true;
          gate.underWay--;
          running.decrementAndGet();
        }
      }
    }
  }

  private final class Gate {

    private int underWay;
    private @Nullable Bucket requests;
    private @Nullable Bucket tokens;

    private synchronized Entry enter(Limits limits, long estimate) {
      requests = bucket(requests, limits.requestsPerMinute());
      tokens = bucket(tokens, limits.tokensPerMinute());
      Duration begun = until(requests, 1, limits.requestsPerMinute());
      Duration used = until(tokens, estimate, limits.tokensPerMinute());
      Duration time = longer(full(limits), longer(begun, used));
      if (time.isPositive()) {
        return new Full(time);
      }
      underWay++;
      take(requests, 1);
      take(tokens, estimate);
      return new Passage(this, estimate);
    }

    private Duration full(Limits limits) {
      Integer most = limits.concurrentCalls();
      return most != null && underWay >= most ? FULL : Duration.ZERO;
    }
  }

  private @Nullable Bucket bucket(@Nullable Bucket before, @Nullable Integer perMinute) {
    if (perMinute == null) {
      return null;
    }
    return before == null ? new Bucket(perMinute, nanoTime) : before;
  }

  private static Duration until(@Nullable Bucket bucket, long amount, @Nullable Integer allowed) {
    return bucket == null || allowed == null ? Duration.ZERO : bucket.until(amount, allowed);
  }

  private static void take(@Nullable Bucket bucket, long amount) {
    if (bucket != null) {
      bucket.take(amount);
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
