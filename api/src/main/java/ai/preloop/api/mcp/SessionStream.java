package ai.preloop.api.mcp;

import ai.preloop.api.mcp.McpMethods.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One session's stream, held by the thread of the request that opened it. */
final class SessionStream {

  private static final byte[] TOOLS_CHANGED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Context context;
  private final Supplier<byte[]> tools;
  private byte[] told;
  private boolean compares;
  private boolean woken;
  private boolean over;

  SessionStream(Context context, Supplier<byte[]> tools) {
    this.context = context;
    this.tools = tools;
    this.told = tools.get();
  }

  Context context() {
    return context;
  }

  /** Opens it; false when its client is gone. */
  boolean begin() {
    return context.interim().keepAlive();
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
    byte[] now = tools.get();
    if (Arrays.equals(now, told)) {
      return true;
    }
    told = now;
    return context.interim().send(TOOLS_CHANGED);
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

  private void wake(Runnable change) {
    lock.lock();
    try {
      change.run();
      woken = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }
}
