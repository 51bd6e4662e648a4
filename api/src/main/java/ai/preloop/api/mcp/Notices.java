package ai.preloop.api.mcp;

import ai.preloop.activities.database.Storable;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.waiting.Cancellations.Cancelled;
import ai.preloop.api.mcp.McpMethods.Context;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What clients say without asking: of that, a cancelled request and changed roots are of interest.
 */
@Component
final class Notices {

  private static final String CANCELLED = "notifications/cancelled";
  private static final int LONGEST_REASON = 1_000;

  private final OpenStreams streams;
  private final ClientRequests requests;

  Notices(OpenStreams streams, ClientRequests requests) {
    this.streams = streams;
    this.requests = requests;
  }

  /** A notification: of those, a cancelled request is of interest. */
  void heard(Context context, Envelope message) {
    if (message.isResponse()) {
      requests.answered(context.session(), message);
      return;
    }
    cancelled(context.session().id(), message)
        .ifPresent(one -> {
          requests.cancelled(one);
          streams.cancelled(context.principal(), context.session(), one);
        });
    requests.heard(context, message);
  }

  /** What a client says that it cancels; nothing for what can be no request's id. */
  static Optional<Cancelled> cancelled(UUID session, Envelope message) {
    JsonSlice params = message.params();
    JsonSlice request = params == null ? null : params.member("requestId");
    if (params == null
        || request == null
        || !message.method().equals(CANCELLED)
        || !Envelope.isId(request)) {
      return Optional.empty();
    }
    JsonSlice reason = params.member("reason");
    String why = reason == null ? null : Storable.shortened(reason.text(), LONGEST_REASON);
    return Optional.of(new Cancelled(session, request.toString(), why));
  }
}
