package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.approvals.Attendance.Withdrawal;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.waiting.Cancellations;
import ai.preloop.activities.waiting.Cancellations.Cancelled;
import ai.preloop.activities.waiting.ClientPatience;
import ai.preloop.activities.waiting.Waiter;
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

  private final Map<Key, Open> open = new ConcurrentHashMap<>();
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
    if (session == null) {
      return () -> {};
    }
    Key key = new Key(session, call.request().id().toString());
    Open entry = new Open(call, waiter, presence);
    open.put(key, entry);
    return () -> open.remove(key, entry);
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
    Open found = open.get(new Key(cancelled.session(), cancelled.request()));
    if (found == null) {
      return false;
    }
    if (found.waiter().end(Waiter.Sign.GIVEN_UP)) {
      giveUp(found, cancelled);
    }
    return true;
  }

  private void giveUp(Open found, Cancelled cancelled) {
    HeldCall call = found.call();
    found.presence().end();
    if (isOutOfPatience(call, cancelled.reason())) {
      patience.gaveUp(call.client(), call.waited(), ClientPatience.Sign.SAID);
    } else {
      attendance.withdraw(
          call.ref(),
          new Withdrawal(cancelled.session(), call.principal().name(), cancelled.reason()));
    }
  }

  private boolean isOutOfPatience(HeldCall call, @Nullable String reason) {
    String said = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    Duration waited = call.waited();
    return said.contains("timed out")
        || said.contains("timeout")
        || waited.compareTo(patience.of(call.client())) > 0;
  }

  private record Key(UUID session, String request) {}

  private record Open(HeldCall call, Waiter waiter, Presence presence) {}
}
