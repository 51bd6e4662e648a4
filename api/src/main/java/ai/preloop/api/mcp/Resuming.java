package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.ApprovalReading;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.sessions.McpSessions;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the held call that a client comes back for. Clients come back two or three times and then
 * lose the call, some within a second or so, so a database that is away for a moment is waited for.
 */
@Component
final class Resuming {

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
        .flatMap(event -> Patiently.get(() -> find(principal, session, event)));
  }

  private Optional<HeldCall> find(Principal principal, @Nullable String id, EventId event) {
    McpSession session = id == null ? null : sessions.opened(principal, id).orElse(null);
    return approvals
        .outline(principal, event.approval())
        // Whether the tool has an output schema is not known here: as if it had one, since what
        // goes out then is taken by every client.
        .map(detail ->
            HeldCall.of(principal, session, new Pending(detail.row(), true), event.request()));
  }
}
