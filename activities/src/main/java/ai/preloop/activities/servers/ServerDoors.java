package ai.preloop.activities.servers;

import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.upstream.Deadline;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many of this node's calls be under way at each server at once. One more waits for its
 * turn, in the order in which they came, and no longer than it has time.
 */
final class ServerDoors {

  /** A line as long as this is not waited in: it would be given up at its end all the same. */
  static final int LONGEST_LINE = 1_000;

  private final ServerLimits limits;
  private final MeterRegistry meters;
  private final AtomicInteger waiting = new AtomicInteger();

  /** A passage holds on to its door; one that nothing holds is free, and need not be kept. */
  private final Cache<UUID, Door> doors = Caffeine.newBuilder().weakValues().build();

  ServerDoors(ServerLimits limits, MeterRegistry meters) {
    this.limits = limits;
    this.meters = meters;
    meters.gauge("preloop.upstream.waiting", waiting);
  }

  /** Empty when it is nobody's turn in time. */
  Optional<Passage> enter(Server server, Deadline deadline) {
    Door door = doors.get(server.id(), _ -> new Door());
    door.fit(most(server));
    return door.isFree() ? Optional.of(door::release) : waited(door, deadline);
  }

  /** What is said to whoever did not get in. */
  String refusal(Server server) {
    return "%d calls to the server %s are under way, which is the most at once, and none ended in time: wait for some to end, then call again."
        .formatted(most(server), server.name());
  }

  private int most(Server server) {
    return Objects.requireNonNullElse(server.maxConcurrency(), limits.calls());
  }

  private Optional<Passage> waited(Door door, Deadline deadline) {
    long began = System.nanoTime();
    boolean entered = false;
    try {
      entered = waits(door) && door.opens(patience(deadline));
    } finally {
      waiting.decrementAndGet();
      meters
          .timer("preloop.upstream.waits", "outcome", entered ? "entered" : "refused")
          .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
    return entered ? Optional.of(door::release) : refused();
  }

  /** Each server has a line of its own. */
  private boolean waits(Door door) {
    waiting.incrementAndGet();
    return door.getQueueLength() < LONGEST_LINE;
  }

  private Optional<Passage> refused() {
    meters.counter("preloop.tool.over.limit", "limit", "server").increment();
    return Optional.empty();
  }

  private Duration patience(Deadline deadline) {
    Duration left = deadline.left();
    return left.compareTo(limits.patience()) < 0 ? left : limits.patience();
  }

  /** As many permits as calls may be under way, which may become more or fewer meanwhile. */
  private static final class Door extends Semaphore {

    private int most;

    private Door() {
      super(0, true);
    }

    private synchronized void fit(int wanted) {
      if (wanted > most) {
        release(wanted - most);
      } else if (wanted < most) {
        reducePermits(most - wanted);
      }
      most = wanted;
    }

    /** Not before those who wait already. */
    private boolean isFree() {
      return opens(Duration.ZERO);
    }

    private boolean opens(Duration patience) {
      try {
        return tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
