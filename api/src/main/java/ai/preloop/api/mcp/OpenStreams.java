package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.approvals.Attendance.Withdrawal;
import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.waiting.Cancellations;
import ai.preloop.activities.waiting.Cancellations.Cancelled;
import ai.preloop.activities.waiting.ClientPatience;
import ai.preloop.activities.waiting.Waiter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The held calls of this node by session and request, for clients that want one no longer. */
@Component
final class OpenStreams {

  private static final Duration REMEMBERED = Duration.ofMinutes(2);
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<Key, Open> open = new ConcurrentHashMap<>();
  private final Cache<Key, Early> early =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MOST_REMEMBERED).build();
  private final Attendance attendance;
  private final ClientPatience patience;
  private final Cancellations cancellations;

  OpenStreams(Attendance attendance, ClientPatience patience, Cancellations cancellations) {
    this.attendance = attendance;
    this.patience = patience;
    this.cancellations = cancellations;
    cancellations.hearer(this::isEnded);
  }

  /** Makes a call known while it is held; the answer, when run, forgets it. */
  Runnable add(HeldCall call, Waiter waiter, Presence presence) {
    UUID session = call.sessionId();
    if (session == null || call.isStateless()) {
      return () -> {};
    }
    Key key = new Key(session, call.request().id().toString());
    Open entry = new Open(call, waiter, presence);
    open.put(key, entry);
    endIfCancelled(key, entry);
    return () -> open.remove(key, entry);
  }

  /** The client may have cancelled while the request was still being opened. */
  private void endIfCancelled(Key key, Open entry) {
    Early cancelled = early.getIfPresent(key);
    // An id that a client gives to another request is no reason to end that.
    if (cancelled != null && cancelled.nanos() - entry.call().request().waited().nanos() >= 0) {
      end(entry, cancelled.cancelled());
    }
  }

  /**
   * A client cancels a request (MCP, Utilities, Cancellation). One that another node may hold is
   * told to it; no other is touched.
   */
  void cancelled(Principal principal, McpSession session, Cancelled cancelled) {
    if (!isEnded(cancelled)) {
      cancellations.tell(principal.account(), session, cancelled);
    }
  }

  /**
   * Ends the call if it is held here; a client that ran out of patience is let go, and its request
   * stands.
   */
  private boolean isEnded(Cancelled cancelled) {
    Key key = new Key(cancelled.session(), cancelled.request());
    // Remembered before it is looked for, so that a call that comes between finds it.
    early.put(key, new Early(cancelled, System.nanoTime()));
    Open found = open.get(key);
    if (found == null) {
      return false;
    }
    end(found, cancelled);
    return true;
  }

  private void end(Open found, Cancelled cancelled) {
    if (found.waiter().end(Waiter.Sign.GIVEN_UP)) {
      giveUp(found, cancelled);
    }
  }

  private void giveUp(Open found, Cancelled cancelled) {
    HeldCall call = found.call();
    if (isOutOfPatience(call, cancelled.reason())) {
      BestEffort.did(
          "The patience of a client",
          () -> patience.gaveUp(call.client(), call.waited(), ClientPatience.Sign.SAID));
    } else {
      Patiently.get(() -> withdraw(found, cancelled));
    }
  }

  /** Nobody says it a second time, and what is not withdrawn may still be approved and run. */
  private boolean withdraw(Open found, Cancelled cancelled) {
    HeldCall call = found.call();
    found.presence().end();
    return attendance.withdraw(
        call.ref(),
        new Withdrawal(cancelled.session(), call.principal().name(), cancelled.reason()));
  }

  private boolean isOutOfPatience(HeldCall call, @Nullable String reason) {
    String said = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    Duration waited = call.waited();
    return said.contains("timed out")
        || said.contains("timeout")
        || waited.compareTo(patience.of(call.client())) > 0;
  }

  /**
   * A cancellation that may have come before its call is held, and when it came by what goes by.
   */
  private record Early(Cancelled cancelled, long nanos) {}

  private record Key(UUID session, String request) {}

  private record Open(HeldCall call, Waiter waiter, Presence presence) {}
}
