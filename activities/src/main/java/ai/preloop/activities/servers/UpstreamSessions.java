package ai.preloop.activities.servers;

import ai.preloop.activities.servers.UpstreamSessionRows.ClientWord;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.upstream.Outgoing;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.Terms;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.Failure;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.activities.upstream.UpstreamSession;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The sessions that runtime sessions have with servers, one for each two: opened when it is needed
 * first, known to all nodes by its row, and opened again when its server has lost it.
 */
public final class UpstreamSessions {

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamSessions.class);
  private static final Duration IDLE = Duration.ofHours(2);

  /** What is left undone then is not to hold up the call any longer. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private static final List<LongFunction<byte[]>> NOTHING = List.of();

  private final UpstreamClient client;
  private final UpstreamSessionRows rows;
  private final Checkpoint checkpoint;
  private final Cache<Conversation, Slot> slots =
      Caffeine.newBuilder().expireAfterAccess(IDLE).maximumSize(100_000).build();

  private volatile Consumer<UUID> opened = _ -> {};

  UpstreamSessions(UpstreamClient client, UpstreamSessionRows rows, Checkpoint checkpoint) {
    this.client = client;
    this.rows = rows;
    this.checkpoint = checkpoint;
  }

  void whenOpened(Consumer<UUID> hearer) {
    opened = hearer;
  }

  /** Where one comes to, within what time, and who hears whether it was reached. */
  record Approach(UpstreamServer server, Deadline deadline, Breaker breaker) {}

  /** The place of one upstream session, opened by one caller at a time. */
  static final class Slot {

    private final Conversation of;
    private final ReentrantLock lock = new ReentrantLock();
    private final Standing standing = new Standing();
    private volatile @Nullable UpstreamSession session;

    private Slot(Conversation of) {
      this.of = of;
    }

    Standing standing() {
      return standing;
    }
  }

  Slot slot(Conversation of) {
    return slots.get(of, Slot::new);
  }

  /** There is something else to be heard in a session than before. */
  void lookAgain(Slot slot) {
    opened.accept(slot.of.session());
  }

  /** What the client of a conversation wants to hear of, as far as this node was told. */
  Set<String> resources(Conversation of) {
    Slot slot = slots.getIfPresent(of);
    return slot == null ? Set.of() : slot.standing.resources();
  }

  /** A runtime session is over: what only this node has open for it is ended. */
  public void end(UUID session) {
    slots
        .asMap()
        .forEach((of, slot) -> {
          UpstreamSession open = slot.session;
          if (of.session().equals(session) && open != null) {
            client.release(open);
            slots.invalidate(of);
          }
        });
  }

  /** The session to use, opened where there is none yet. */
  UpstreamSession session(Slot slot, Approach to) {
    return session(slot, to, null);
  }

  /** A new one in place of one that was lost, unless there is by now. */
  UpstreamSession instead(Slot slot, Approach to, UpstreamSession lost) {
    return session(slot, to, lost);
  }

  private UpstreamSession session(Slot slot, Approach to, @Nullable UpstreamSession lost) {
    UpstreamSession now = slot.session;
    if (now != null && !now.equals(lost)) {
      return now;
    }
    if (!isMine(slot, to.deadline())) {
      throw new ProblemException(
          ProblemType.UPSTREAM_TIMEOUT, "The upstream server did not open a session in time.");
    }
    try {
      now = slot.session;
      if (now == null || now.equals(lost)) {
        now = lost == null ? stored(slot, to) : opened(slot, to);
        slot.session = now;
      }
      return now;
    } catch (DataAccessException | TransactionException e) {
      throw unavailable(e);
    } finally {
      slot.lock.unlock();
    }
  }

  private static ProblemException unavailable(RuntimeException cause) {
    return new ProblemException(
            ProblemType.UNAVAILABLE,
            "The database did not answer for the session with the upstream server; try again shortly.")
        .causedBy(cause);
  }

  private static boolean isMine(Slot slot, Deadline deadline) {
    try {
      return slot.lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private UpstreamSession stored(Slot slot, Approach to) {
    return rows.find(slot.of).orElseGet(() -> opened(slot, to));
  }

  private UpstreamSession opened(Slot slot, Approach to) {
    UpstreamSession session = open(to, able(slot.of));
    try {
      rows.keep(slot.of, session);
      opened.accept(slot.of.session());
      sayAgain(slot, to, session);
      return session;
    } catch (DataAccessException | TransactionException e) {
      client.end(to.server(), session);
      throw e;
    }
  }

  /**
   * What a client asked for the whole of a session is asked for again in a new one, before anything
   * else is; the call that made it necessary goes on whatever comes of that.
   */
  private void sayAgain(Slot slot, Approach to, UpstreamSession session) {
    Deadline soon = Deadline.in(part(to.deadline().left()));
    for (LongFunction<byte[]> each : session.isStateless() ? NOTHING : slot.standing.again()) {
      long id = client.nextId();
      Outgoing request = new Outgoing(id, each.apply(id), Clearance.GIVEN, soon);
      UpstreamAnswer answer = client.call(to.server(), session, request);
      if (answer instanceof Failure failure) {
        LOG.warn("What was asked of a server was not asked again: {}", failure.sentence());
        return;
      }
    }
  }

  private static Duration part(Duration left) {
    Duration some = left.dividedBy(4);
    return some.compareTo(AGAIN) < 0 ? some : AGAIN;
  }

  private ClientWord able(Conversation of) {
    ClientWord word = rows.client(of);
    return new ClientWord(word.era(), checkpoint.capabilities(of.account(), word.capabilities()));
  }

  /** A server that opens a session is there, however long the call in it then takes. */
  UpstreamSession open(Approach to, ClientWord word) {
    Terms terms = new Terms(word.era(), word.capabilities(), to.deadline());
    UpstreamSession session = client.open(to.server(), terms).session();
    to.breaker().reached();
    return session;
  }
}
