package ai.preloop.activities.oauth;

import ai.preloop.activities.oauth.Grants.Given;
import ai.preloop.activities.upstream.BearerTokens;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The tokens of one grant as this node knows them: one caller at a time asks for another. */
final class GrantTokens implements BearerTokens {

  private static final Logger LOG = LoggerFactory.getLogger(GrantTokens.class);

  /** A server that takes no token at all is not a reason to ask for new ones at each call. */
  private static final Duration BETWEEN_REFUSALS = Duration.ofSeconds(5);

  private final Grants grants;
  private final WantedScopes wanted;
  private final GrantKey key;
  private final UUID id;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Held held;
  private volatile @Nullable Later later;
  private volatile long replacedAt = System.nanoTime() - BETWEEN_REFUSALS.toNanos();

  GrantTokens(Grants grants, WantedScopes wanted, GrantKey key, UUID id) {
    this.grants = grants;
    this.wanted = wanted;
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

  /** What the authorization server came to, and until when it is not asked again. */
  private record Later(String sentence, long until) {}

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
    enter();
    try {
      known = held;
      return known != null && known.isFresh() ? known.access() : asked(Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> insteadOf(String refused) {
    try {
      enter();
    } catch (ProblemException e) {
      return Optional.empty();
    }
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

  @Override
  public Optional<String> wanting(List<String> scopes) {
    try {
      return wanted.note(key, scopes);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("What a server wants to be granted could not be kept", e);
      return Optional.of(key.wanting(scopes));
    }
  }

  /** Who asks does so for a while; the others do not wait for as long as that may take. */
  private void enter() {
    try {
      if (!lock.tryLock(Grants.PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw notNow("The token for %s is being renewed; try again shortly.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notNow("Nobody waits for the token for %s any more.").causedBy(e);
    }
  }

  private String asked(Optional<String> refused) {
    Later known = later;
    if (known != null && known.until() - System.nanoTime() > 0) {
      throw new ProblemException(ProblemType.UNAVAILABLE, known.sentence());
    }
    return switch (given(refused)) {
      case Given.Token(String access, Duration freshFor) -> {
        held = new Held(access, freshFor == null ? null : System.nanoTime() + freshFor.toNanos());
        yield access;
      }
      case Given.Nothing(String sentence) ->
          throw new ProblemException(ProblemType.UPSTREAM_FAILED, sentence);
      case Given.Later(String sentence) -> {
        later = new Later(sentence, System.nanoTime() + Grants.PAUSE.toNanos());
        throw new ProblemException(ProblemType.UNAVAILABLE, sentence);
      }
    };
  }

  private Given given(Optional<String> refused) {
    try {
      return grants.token(key, refused);
    } catch (DataAccessException | TransactionException e) {
      throw notNow("The token for %s cannot be looked up now; try again shortly.").causedBy(e);
    }
  }

  private ProblemException notNow(String sentence) {
    return new ProblemException(ProblemType.UNAVAILABLE, sentence.formatted(key.server().name()));
  }
}
