package ai.preloop.activities.servers;

import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.UpstreamSessionRows.ClientWord;
import ai.preloop.activities.upstream.Deadline;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.Outgoing;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.Terms;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.Crowded;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.activities.upstream.UpstreamSession;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Calls upstream servers, each runtime session in an upstream session of its own, which is opened
 * again, and the call sent once more, when the server has lost it. One deadline holds for waiting,
 * opening and calling together.
 */
public final class UpstreamCalls {

  private static final Duration IDLE = Duration.ofHours(2);

  private final UpstreamClient client;
  private final UpstreamSessionRows rows;
  private final ServerHealth health;
  private final ServerDoors doors;
  private final Checkpoint checkpoint;
  private final Cache<Conversation, Slot> slots =
      Caffeine.newBuilder().expireAfterAccess(IDLE).maximumSize(100_000).build();

  private volatile Consumer<UUID> opened = _ -> {};

  UpstreamCalls(
      UpstreamClient client,
      UpstreamSessionRows rows,
      ServerHealth health,
      ServerDoors doors,
      Checkpoint checkpoint) {
    this.client = client;
    this.rows = rows;
    this.health = health;
    this.doors = doors;
    this.checkpoint = checkpoint;
  }

  void whenOpened(Consumer<UUID> hearer) {
    opened = hearer;
  }

  /**
   * A runtime session of an account; null is none, and each call then has its own. {@code person}
   * is who signs in where each does so as themselves.
   */
  public record Caller(AccountId account, @Nullable UUID session, @Nullable UUID person) {}

  /**
   * A call: {@code body} makes it for the id it is given, {@code clearance} lets it go, {@code
   * listener} hears what comes before its answer, {@code schema} is that of a tool's arguments.
   */
  public record Sending(
      LongFunction<byte[]> body, Clearance clearance, Listener listener, Map<?, ?> schema) {

    /** A call of no tool. */
    public Sending(LongFunction<byte[]> body, Clearance clearance, Listener listener) {
      this(body, clearance, listener, Map.of());
    }

    private Sending heardBy(Listener other) {
      return new Sending(body, clearance, other, schema);
    }
  }

  /** Sends one call. Every end is an answer. */
  public UpstreamAnswer call(Caller caller, Server of, Sending sending) {
    Server server = of.reachedBy(caller.person());
    if (server.problem() != null) {
      return new NotSent(server.problem());
    }
    Deadline deadline = client.deadline();
    Optional<Passage> in = doors.enter(server, deadline);
    if (in.isEmpty()) {
      return new Crowded(doors.refusal(server));
    }
    AccountId account = caller.account();
    Sending heard = sending.heardBy(checkpoint.before(sending.listener(), account, server));
    try (var _ = in.get()) {
      UpstreamAnswer answer =
          health.call(
              server.id(),
              breaker ->
                  sent(caller, server, new Attempt(server.address(), heard, deadline, breaker)));
      return checkpoint.passed(account, server, answer);
    }
  }

  private UpstreamAnswer sent(Caller caller, Server server, Attempt attempt) {
    return caller.session() == null
        ? alone(attempt)
        : inSession(conversation(caller.account(), caller.session(), server), attempt);
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

  static Conversation conversation(AccountId account, UUID session, Server server) {
    return new Conversation(
        account,
        session,
        server.id(),
        server.address().url().toString(),
        server.address().credential().sha256());
  }

  private UpstreamAnswer inSession(Conversation of, Attempt attempt) {
    Slot slot = slots.get(of, Slot::new);
    UpstreamSession session = session(slot, attempt, null);
    UpstreamAnswer answer = send(slot, attempt, session);
    return answer instanceof SessionLost
        ? send(slot, attempt, session(slot, attempt, session))
        : answer;
  }

  /** A server without sessions is not told what is meant for a whole one. */
  private UpstreamAnswer send(Slot slot, Attempt attempt, UpstreamSession session) {
    Outgoing outgoing = attempt.outgoing(client.nextId());
    Optional<UpstreamAnswer> taken =
        session.isStateless() ? slot.standing.take(outgoing.body()) : Optional.empty();
    taken.ifPresent(_ -> opened.accept(slot.of.session()));
    return taken.orElseGet(() -> client.call(attempt.server(), session, outgoing));
  }

  /** Has a conversation of a runtime session with a server, so that what it says is heard. */
  void join(Caller caller, Server of) {
    Server server = of.reachedBy(caller.person());
    if (caller.session() != null && server.problem() == null) {
      Slot slot = slots.get(conversation(caller.account(), caller.session(), server), Slot::new);
      Sending nothing = new Sending(_ -> new byte[0], Clearance.GIVEN, Listener.NOBODY);
      UpstreamAnswer unused =
          health.call(
              server.id(),
              breaker -> {
                session(
                    slot, new Attempt(server.address(), nothing, client.deadline(), breaker), null);
                return new UpstreamAnswer.Withheld("Nothing is sent");
              });
    }
  }

  /** What the client of a conversation wants to hear of, as far as this node was told. */
  Set<String> resources(Conversation of) {
    Slot slot = slots.getIfPresent(of);
    return slot == null ? Set.of() : slot.standing.resources();
  }

  private UpstreamAnswer alone(Attempt attempt) {
    UpstreamSession session = open(attempt, ClientWord.NONE);
    try {
      return client.call(attempt.server(), session, attempt.outgoing(client.nextId()));
    } finally {
      client.end(attempt.server(), session);
    }
  }

  /** The session to use; a new one where there is none yet or it is the one that was lost. */
  private UpstreamSession session(Slot slot, Attempt attempt, @Nullable UpstreamSession lost) {
    UpstreamSession now = slot.session;
    if (now != null && !now.equals(lost)) {
      return now;
    }
    if (!isMine(slot, attempt.deadline())) {
      throw new ProblemException(
          ProblemType.UPSTREAM_TIMEOUT, "The upstream server did not open a session in time.");
    }
    try {
      now = slot.session;
      if (now == null || now.equals(lost)) {
        now = lost == null ? stored(slot, attempt) : opened(slot, attempt);
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

  private UpstreamSession stored(Slot slot, Attempt attempt) {
    return rows.find(slot.of).orElseGet(() -> opened(slot, attempt));
  }

  private UpstreamSession opened(Slot slot, Attempt attempt) {
    UpstreamSession session = open(attempt, able(slot.of));
    try {
      rows.keep(slot.of, session);
      opened.accept(slot.of.session());
      return session;
    } catch (DataAccessException | TransactionException e) {
      client.end(attempt.server(), session);
      throw e;
    }
  }

  private ClientWord able(Conversation of) {
    ClientWord word = rows.client(of);
    return new ClientWord(word.era(), checkpoint.capabilities(of.account(), word.capabilities()));
  }

  /** A server that opens a session is there, however long the call in it then takes. */
  private UpstreamSession open(Attempt attempt, ClientWord word) {
    Terms terms = new Terms(word.era(), word.capabilities(), attempt.deadline());
    UpstreamSession session = client.open(attempt.server(), terms).session();
    attempt.breaker().reached();
    return session;
  }

  /**
   * Whose upstream session it is, and where: a session is never shown to another address, nor used
   * with another credential than it was opened with, by the credential's digest.
   */
  record Conversation(
      AccountId account, UUID session, UUID server, String url, String credential) {}

  /** A call on its way, with the time that it has for all of it. */
  private record Attempt(
      UpstreamServer server, Sending sending, Deadline deadline, Breaker breaker) {

    Outgoing outgoing(long id) {
      return new Outgoing(
          id,
          sending.body().apply(id),
          sending.clearance(),
          deadline,
          sending.listener(),
          sending.schema());
    }
  }

  /** The place of one upstream session, opened by one caller at a time. */
  private static final class Slot {

    private final Conversation of;
    private final ReentrantLock lock = new ReentrantLock();
    private final Standing standing = new Standing();
    private volatile @Nullable UpstreamSession session;

    private Slot(Conversation of) {
      this.of = of;
    }
  }
}
