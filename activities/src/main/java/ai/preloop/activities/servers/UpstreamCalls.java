package ai.preloop.activities.servers;

import ai.preloop.activities.mcp.UpstreamAnswer;
import ai.preloop.activities.mcp.UpstreamAnswer.NotSent;
import ai.preloop.activities.mcp.UpstreamAnswer.SessionLost;
import ai.preloop.activities.mcp.UpstreamClient;
import ai.preloop.activities.mcp.UpstreamSession;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls upstream servers, each runtime session in an upstream session of its own, which is opened
 * again, and the call sent once more, when the server has lost it.
 */
public final class UpstreamCalls {

  private static final Duration OPENING = Duration.ofSeconds(30);
  private static final Duration IDLE = Duration.ofHours(2);

  private final UpstreamClient client;
  private final UpstreamSessionRows rows;
  private final Cache<Conversation, Slot> slots =
      Caffeine.newBuilder().expireAfterAccess(IDLE).maximumSize(100_000).build();

  UpstreamCalls(UpstreamClient client, UpstreamSessionRows rows) {
    this.client = client;
    this.rows = rows;
  }

  /** A runtime session of an account; null is none, and each call then has its own. */
  public record Caller(AccountId account, @Nullable UUID session) {}

  /** Sends one call; {@code body} makes it for the id it is given. Every end is an answer. */
  public UpstreamAnswer call(Caller caller, Server server, LongFunction<byte[]> body) {
    if (server.problem() != null) {
      return new NotSent(server.problem());
    }
    return caller.session() == null ? alone(server, body) : inSession(caller, server, body);
  }

  private UpstreamAnswer inSession(Caller caller, Server server, LongFunction<byte[]> body) {
    Slot slot =
        slots.get(
            new Conversation(
                caller.account(), Objects.requireNonNull(caller.session()), server.id()),
            key -> new Slot(key));
    try {
      UpstreamSession session = session(slot, server, null);
      UpstreamAnswer answer = send(server, session, body);
      return answer instanceof SessionLost
          ? send(server, session(slot, server, session), body)
          : answer;
    } catch (ProblemException e) {
      return new NotSent(e.detail());
    }
  }

  private UpstreamAnswer alone(Server server, LongFunction<byte[]> body) {
    try {
      UpstreamSession session = client.open(server.address());
      try {
        return send(server, session, body);
      } finally {
        client.end(server.address(), session);
      }
    } catch (ProblemException e) {
      return new NotSent(e.detail());
    }
  }

  private UpstreamAnswer send(Server server, UpstreamSession session, LongFunction<byte[]> body) {
    long id = client.nextId();
    return client.callTool(server.address(), session, id, body.apply(id));
  }

  /** The session to use; a new one where there is none yet or it is the one that was lost. */
  @SuppressWarnings("ReferenceEquality")
  private UpstreamSession session(Slot slot, Server server, @Nullable UpstreamSession lost) {
    UpstreamSession now = slot.session;
    if (now != null && !now.equals(lost)) {
      return now;
    }
    if (!isMine(slot)) {
      throw new ProblemException(
          ProblemType.UPSTREAM_TIMEOUT, "The upstream server did not open a session in time.");
    }
    try {
      now = slot.session;
      if (now == null || now.equals(lost)) {
        now = lost == null ? stored(slot, server) : opened(slot, server);
        slot.session = now;
      }
      return now;
    } finally {
      slot.lock.unlock();
    }
  }

  private static boolean isMine(Slot slot) {
    try {
      return slot.lock.tryLock(OPENING.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private UpstreamSession stored(Slot slot, Server server) {
    return rows.find(slot.of).orElseGet(() -> opened(slot, server));
  }

  private UpstreamSession opened(Slot slot, Server server) {
    UpstreamSession session = client.open(server.address());
    rows.keep(slot.of, session);
    return session;
  }

  /** Whose upstream session it is. */
  record Conversation(AccountId account, UUID session, UUID server) {}

  /** The place of one upstream session, opened by one caller at a time. */
  private static final class Slot {

    private final Conversation of;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable UpstreamSession session;

    private Slot(Conversation of) {
      this.of = of;
    }
  }
}
