package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.sessions.McpSessions;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Finds the held call that a client comes back for. Clients come back two or three times and then
 * lose the call, some within a second or so, so a database that is away for a moment is waited for.
 */
@Component
final class Resuming {

  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private final McpSessions sessions;
  private final ApprovalReading approvals;
  private final DatabaseClock clock;

  Resuming(McpSessions sessions, ApprovalReading approvals, DatabaseClock clock) {
    this.sessions = sessions;
    this.approvals = approvals;
    this.clock = clock;
  }

  /** Empty for an event that is unknown, and for one of somebody else. */
  Optional<HeldCall> resume(Principal principal, @Nullable String session, String lastEvent) {
    return EventId.parse(lastEvent, clock)
        .flatMap(event -> patiently(() -> find(principal, session, event)));
  }

  private Optional<HeldCall> find(Principal principal, @Nullable String id, EventId event) {
    McpSession session = id == null ? null : sessions.find(principal, id).orElse(null);
    return approvals
        .find(principal.account(), event.approval())
        .filter(detail -> detail.row().caller().id().equals(principal.id()))
        // Whether the tool has an output schema is not known here: as if it had one, since what
        // goes out then is taken by every client.
        .map(detail ->
            HeldCall.of(principal, session, new Pending(detail.row(), true), event.request()));
  }

  private static <T> T patiently(Supplier<T> work) {
    long end = System.nanoTime() + MOMENT.toNanos();
    while (true) {
      try {
        return work.get();
      } catch (DataAccessException | TransactionException e) {
        if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    }
  }
}
