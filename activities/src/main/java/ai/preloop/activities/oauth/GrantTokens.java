package ai.preloop.activities.oauth;

import ai.preloop.activities.oauth.Grants.Given;
import ai.preloop.activities.upstream.BearerTokens;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The tokens of one grant as this node knows them: one caller at a time asks for another. */
final class GrantTokens implements BearerTokens {

  /** A server that takes no token at all is not a reason to ask for new ones at each call. */
  private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(5);

  private final Grants grants;
  private final GrantKey key;
  private final UUID id;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Held held;
  private volatile long replacedAt = System.nanoTime() - BETWEEN_REFUSALS.toNanos();

  GrantTokens(Grants grants, GrantKey key, UUID id) {
    this.grants = grants;
    this.key = key;
    this.id = id;
  }

  /** What was given, and until when it is not asked for again. */
  private record Held(String access, @Nullable Long freshUntil) {

    boolean isFresh() {
      return freshUntil == null || freshUntil - System.nanoTime() > 0;
    }

    @Override
    public String toString() {
      return "Held[hidden]";
    }
  }

  @Override
  public String grant() {
    return id.toString();
  }

  @Override
  public String current() {
    Held known = held;
    if (known != null && known.isFresh()) {
      return known.access();
    }
    lock.lock();
    try {
      known = held;
      return known != null && known.isFresh() ? known.access() : asked(Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> insteadOf(String refused) {
    lock.lock();
    try {
      Held known = held;
      if (known != null && !known.access().equals(refused)) {
        return Optional.of(known.access());
      }
      if (System.nanoTime() - replacedAt < BETWEEN_REFUSALS.toNanos()) {
        return Optional.empty();
      }
      replacedAt = System.nanoTime();
      return Optional.of(asked(Optional.of(refused)));
    } catch (ProblemException e) {
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private String asked(Optional<String> refused) {
    return switch (grants.token(key, refused)) {
      case Given.Token(String access, Duration freshFor) -> {
        held = new Held(access, freshFor == null ? null : System.nanoTime() + freshFor.toNanos());
        yield access;
      }
      case Given.Nothing(String sentence) ->
          throw new ProblemException(ProblemType.UPSTREAM_FAILED, sentence);
    };
  }
}
