package ai.preloop.activities.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many of one kind be under way at once, and not one more. */
public final class InFlight {

  private final int most;

  /** A passage holds on to its semaphore; one that nothing holds is full, and need not be kept. */
  private final Cache<UUID, Semaphore> free = Caffeine.newBuilder().weakValues().build();

  public InFlight(int most) {
    this.most = most;
  }

  /** Under way until it is closed. */
  public interface Passage extends AutoCloseable {
    @Override
    void close();
  }

  public int most() {
    return most;
  }

  /** Empty, without any wait, when there are as many already. */
  public Optional<Passage> enter(UUID key) {
    Semaphore mine = of(key);
    return passage(mine, mine.tryAcquire());
  }

  /** As {@link #enter(UUID)}, for whoever waits so long for one of them to end. */
  public Optional<Passage> enter(UUID key, Duration patience) {
    Semaphore mine = of(key);
    try {
      return passage(mine, mine.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Semaphore of(UUID key) {
    return free.get(key, any -> new Semaphore(most, true));
  }

  private static Optional<Passage> passage(Semaphore mine, boolean entered) {
    return entered ? Optional.of(mine::release) : Optional.empty();
  }
}
