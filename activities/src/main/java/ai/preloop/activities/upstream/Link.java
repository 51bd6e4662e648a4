package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.ResultRoom.Claim;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation over a wire on which everything goes both ways, so that each answer is found by
 * the id of its request. It ends with its wire, and then knows of each request whether it left.
 */
final class Link implements Line, Wire.Hearing {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final String UNHEARD = "What the upstream server said could not be taken.";
  private static final int MOST_REPLIES = 16;

  private final String id = UUID.randomUUID().toString();
  private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
  private final Semaphore replies = new Semaphore(MOST_REPLIES);
  private final RpcMessages messages;
  private final ResultRoom room;
  private final Wire wire;
  private final Consumer<Link> whenOver;
  private boolean over;
  private volatile boolean agreed;
  private volatile long usedAt = System.nanoTime();

  Link(Wire wire, RpcMessages messages, ResultRoom room, Consumer<Link> whenOver) {
    this.wire = wire;
    this.messages = messages;
    this.room = room;
    this.whenOver = whenOver;
  }

  void open(Deadline deadline) throws IOException {
    boolean opened = false;
    try {
      wire.open(this, deadline);
      opened = true;
    } finally {
      if (!opened) {
        end();
      }
    }
  }

  String id() {
    return id;
  }

  @Override
  public UpstreamAnswer ask(Outgoing request) {
    Pending mine = new Pending(request);
    if (!enter(mine)) {
      return new SessionLost();
    }
    try {
      wire.send(request.body(), request.clearance(), request.deadline());
      return answer(mine, request.listener());
    } catch (InterruptedIOException e) {
      takeBack(request);
      return Endings.of(e);
    } catch (GoneException e) {
      end();
      return Endings.of(e);
    } catch (IOException e) {
      return Endings.of(e);
    } finally {
      leave(mine);
    }
  }

  /** Whoever hears wrongly has lost the thread of the conversation, which ends with it. */
  private UpstreamAnswer answer(Pending mine, Listener listener) throws IOException {
    try {
      return mine.answer(new Interjections(listener, this::reply));
    } catch (RuntimeException e) {
      broke(UNHEARD);
      throw e;
    }
  }

  private synchronized boolean enter(Pending mine) {
    if (!over) {
      pending.put(mine.id(), mine);
    }
    return !over;
  }

  private void leave(Pending mine) {
    pending.remove(mine.id());
    mine.close();
    usedAt = System.nanoTime();
  }

  /** Nobody waits for it any more (MCP, Lifecycle, Timeouts); what opens a session is not told. */
  private void takeBack(Outgoing request) {
    if (agreed) {
      reply(
          """
          {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d}}\
          """
              .formatted(request.id())
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public boolean tell(byte[] message, Deadline deadline) {
    try {
      wire.send(message, Clearance.GIVEN, deadline);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** On a thread of its own, since whoever hears must not wait for the server to listen. */
  private void reply(byte[] message) {
    if (replies.tryAcquire()) {
      Thread.startVirtualThread(() -> {
        try {
          tell(message, Deadline.in(HttpLine.ASIDE));
        } finally {
          replies.release();
        }
      });
    }
  }

  @Override
  public void heard(byte[] body, Claim claim) {
    try {
      JsonSlice message = messages.read(body);
      String method = RpcMessages.method(message);
      if (method == null) {
        answered(message, claim);
      } else {
        said(method, message, claim);
      }
    } catch (UnreadableAnswer e) {
      claim.close();
      broke(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.warn("What an upstream server said could not be taken", e);
      claim.close();
      broke(UNHEARD);
    }
  }

  private void answered(JsonSlice message, Claim claim) throws UnreadableAnswer {
    Pending asked = asked(message.member("id"));
    if (asked == null) {
      claim.close();
    } else {
      asked.ended(RpcMessages.answer(message, asked.id()).orElseThrow(), claim);
    }
  }

  private @Nullable Pending asked(@Nullable JsonSlice id) {
    try {
      return id == null ? null : pending.get(Long.valueOf(id.toString()));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private void said(String method, JsonSlice message, Claim claim) {
    Optional<Pending> about = about(method, message);
    if (about.isEmpty() || !about.get().said(method, message, claim)) {
      claim.close();
      JsonSlice asking = message.member("id");
      if (asking != null) {
        Interjections.asked(new ServerRequest(method, asking, message, this::reply), Nobody.AT_ALL);
      }
    }
  }

  /** The call under way that progress names, and of all else the one that began last. */
  private Optional<Pending> about(String method, JsonSlice message) {
    JsonSlice params = message.member("params");
    JsonSlice token = params == null ? null : params.member("progressToken");
    return method.equals("notifications/progress")
        ? pending.values().stream().filter(it -> token != null && it.isNamedBy(token)).findFirst()
        : pending.values().stream().max(Comparator.comparingLong(Pending::id));
  }

  @Override
  public void broke(String sentence) {
    close();
    Unknown end = new Unknown(ProblemType.UPSTREAM_FAILED, sentence);
    pending.values().forEach(each -> each.ended(end, room.claim(Deadline.in(Duration.ZERO))));
  }

  @Override
  public UpstreamSession agreed(String version) {
    agreed = true;
    return new UpstreamSession(id, version);
  }

  @Override
  public void end() {
    broke("The conversation with the upstream server was ended.");
  }

  /** Ends it if nothing is under way and nothing was for so long. */
  void endIfIdle(Duration idle) {
    synchronized (this) {
      if (over || !pending.isEmpty() || System.nanoTime() - usedAt < idle.toNanos()) {
        return;
      }
      // From here on nothing enters; ending it tells nobody, since nobody is there.
      over = true;
    }
    whenOver.accept(this);
    wire.close();
  }

  private void close() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    whenOver.accept(this);
    wire.close();
  }

  /** Ends it and waits until nothing is left of it, at most so long. */
  void endWithin(Duration time) {
    end();
    wire.awaitClosed(time);
  }
}
