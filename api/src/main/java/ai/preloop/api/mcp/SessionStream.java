package ai.preloop.api.mcp;

import ai.preloop.activities.database.Digests;
import ai.preloop.api.mcp.McpMethods.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One session's stream, held by the thread of the request that opened it. */
final class SessionStream {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition looked = lock.newCondition();
  private final Context context;
  private final Supplier<byte[]> tools;
  private final Words words;
  private String told = "";
  private boolean compares;
  private boolean woken;
  private boolean over;
  private boolean isAttended;
  private long wanted;
  private long taken;
  private long seen;
  private Runnable begun = () -> {};
  private Runnable ending = () -> {};

  SessionStream(Context context, Supplier<byte[]> tools, Words words) {
    this.context = context;
    this.tools = tools;
    this.words = words;
  }

  /** What is said at first and at last, and when tools changed; null is nothing. */
  record Words(byte @Nullable [] first, byte @Nullable [] toolsChanged, byte @Nullable [] last) {

    /** Of a stream that a session opened by GET. */
    static final Words OF_SESSION =
        new Words(
            null,
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"
                .getBytes(StandardCharsets.UTF_8),
            null);
  }

  Context context() {
    return context;
  }

  /** What is done once its first word was said. */
  void whenBegun(Runnable work) {
    begun = work;
  }

  /** What is done before its last word. */
  void whenEnding(Runnable work) {
    ending = work;
  }

  /** Its client has a list of the tools that are there by now. */
  void listed() {
    told = digest();
  }

  /** From now on somebody looks, and may be waited for. */
  void attend() {
    attend(true);
  }

  /** Opens it; false when its client is gone. */
  boolean begin() {
    byte[] first = words.first();
    boolean isThere = first == null ? context.interim().keepAlive() : context.interim().send(first);
    if (isThere) {
      begun.run();
    }
    attend(isThere);
    return isThere;
  }

  /** Nobody looks any more, and nobody need wait for that. */
  void leave() {
    attend(false);
  }

  private void attend(boolean isThere) {
    lock.lock();
    try {
      isAttended = isThere;
      looked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that it is over, where its client waits for that. */
  void close() {
    ending.run();
    byte[] last = words.last();
    if (last != null) {
      context.interim().send(last);
    }
  }

  /** Waits until there is something to look at; false when it is over. */
  boolean await(Duration patience) {
    boolean compare;
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!woken && !over && left > 0) {
        left = news.awaitNanos(left);
      }
      compare = compares;
      compares = false;
      woken = false;
      taken = wanted;
      if (over) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
    return compare ? tellsOfTools() : context.interim().keepAlive();
  }

  /** Whoever has the list that it had before is told once that it is another one. */
  private boolean tellsOfTools() {
    byte[] changed = words.toolsChanged();
    String now = digest();
    if (changed == null || now.equals(told)) {
      return true;
    }
    told = now;
    return context.interim().send(changed);
  }

  private String digest() {
    return HexFormat.of().formatHex(Digests.sha256(tools.get()));
  }

  /** The tools may be others now. */
  void compare() {
    wake(() -> compares = true);
  }

  void wake() {
    wake(() -> {});
  }

  void end() {
    wake(() -> over = true);
  }

  /** What there was when it was last waited for has been looked at. */
  void looked() {
    lock.lock();
    try {
      seen = taken;
      looked.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until what it was woken for has been looked at, where somebody looks. */
  void awaitLooked(Duration patience) {
    lock.lock();
    try {
      long what = wanted;
      long left = patience.toNanos();
      while (seen < what && isAttended && left > 0) {
        left = looked.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void wake(Runnable change) {
    lock.lock();
    try {
      change.run();
      wanted++;
      woken = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }
}
