package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.approvals.Attendance.Withdrawal;
import ai.preloop.activities.mcp.JsonSlice;
import ai.preloop.activities.waiting.ClientPatience;
import ai.preloop.activities.waiting.Waiter;
import java.time.Duration;
import java.time.InstantSource;
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
  private final InstantSource clock;

  OpenStreams(Attendance attendance, ClientPatience patience, InstantSource clock) {
    this.attendance = attendance;
    this.patience = patience;
    this.clock = clock;
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
   * A client cancels a request (MCP, Utilities, Cancellation). Only a call that is held is touched;
   * a client that ran out of patience is let go, and its request stands.
   */
  void cancelled(UUID session, JsonSlice request, @Nullable String reason) {
    Open found = open.get(new Key(session, request.toString()));
    if (found == null || !found.waiter().end(Waiter.Sign.GIVEN_UP)) {
      return;
    }
    HeldCall call = found.call();
    found.presence().end();
    if (isOutOfPatience(call, reason)) {
      patience.gaveUp(call.client(), call.since(clock.instant()), ClientPatience.Sign.SAID);
    } else {
      attendance.withdraw(
          call.ref(), new Withdrawal(session, call.principal().name(), reason));
    }
  }

  private boolean isOutOfPatience(HeldCall call, @Nullable String reason) {
    String said = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
    Duration waited = call.since(clock.instant());
    return said.contains("timed out")
        || said.contains("timeout")
        || waited.compareTo(patience.of(call.client())) > 0;
  }

  private record Key(UUID session, String request) {}

  private record Open(HeldCall call, Waiter waiter, Presence presence) {}
}
