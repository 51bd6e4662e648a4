package ai.preloop.activities.tools;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

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

  int most() {
    return most;
  }

  /** Empty, without any wait, when there are as many already. */
  public Optional<Passage> enter(UUID key) {
    Semaphore mine = free.get(key, any -> new Semaphore(most));
    return mine.tryAcquire() ? Optional.of(mine::release) : Optional.empty();
  }
}
