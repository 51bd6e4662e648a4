package ai.preloop.activities.upstream;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.upstream.ResultRoom.Claim;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent over a link and its answer, for which one thread waits, hearing what
 * comes before it.
 */
final class Pending {

  private static final int MOST_WAITING = 256;

  private final Outgoing request;
  private final @Nullable String progressToken;
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  Pending(Outgoing request) {
    this.request = request;
    this.progressToken = progressToken(request.body());
  }

  /** What was heard of it; it has its room until it was listened to. */
  private sealed interface Heard {
    Claim room();
  }

  private record Said(String method, JsonSlice message, Claim room) implements Heard {}

  private record Ended(UpstreamAnswer answer, Claim room) implements Heard {}

  long id() {
    return request.id();
  }

  /** Whether this progress is of this request (MCP, Progress). */
  boolean isNamedBy(JsonSlice token) {
    return token.toString().equals(progressToken);
  }

  /** False when more is waiting to be heard than is kept. */
  boolean said(String method, JsonSlice message, Claim room) {
    if (heard.size() >= MOST_WAITING) {
      return false;
    }
    add(new Said(method, message, room));
    return true;
  }

  void ended(UpstreamAnswer answer, Claim room) {
    add(new Ended(answer, room));
  }

  /** What comes too late to be heard gives its room back. */
  private void add(Heard next) {
    heard.add(next);
    if (closed) {
      close();
    }
  }

  /**
   * Waits for the answer: a server that reports has as long again, and one that has asked as long
   * as the longest may take.
   */
  UpstreamAnswer answer(Interjections between) throws IOException {
    Deadline last = request.deadline().atLeast(Exchange.LONGEST);
    Deadline ends = request.deadline();
    boolean waiting = false;
    while (true) {
      switch (next(ends)) {
        case Ended(UpstreamAnswer answer, Claim room) -> {
          room.close();
          return answer;
        }
        case Said said -> {
          waiting |= Interjections.asks(said.method(), said.message());
          ends = waiting ? last : last.atMost(request.deadline().whole());
          passOn(said, between);
        }
      }
    }
  }

  /** What was passed on is its hearer's, whatever becomes of the answer. */
  private static void passOn(Said said, Interjections between) {
    try {
      between.heard(said.method(), said.message());
    } finally {
      said.room().release();
    }
  }

  /** Nobody waits any more. */
  void close() {
    closed = true;
    for (Heard left = heard.poll(); left != null; left = heard.poll()) {
      left.room().release();
    }
  }

  private Heard next(Deadline ends) throws IOException {
    try {
      Heard next = heard.poll(ends.left().toNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new SocketTimeoutException("The deadline of the call has passed");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Nobody waits for the answer any more");
    }
  }

  private static @Nullable String progressToken(byte[] body) {
    try {
      JsonSlice found = StrictJson.read(body, Limits.ANSWER);
      for (String name : new String[] {"params", "_meta", "progressToken"}) {
        found = found == null ? null : found.member(name);
      }
      return found == null ? null : found.toString();
    } catch (MalformedMessage e) {
      return null;
    }
  }
}
