package ai.preloop.activities.runtimesessions;

import ai.preloop.activities.usage.RecordedCall;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One thing that happened in a session. */
public sealed interface Moment {

  Instant at();

  UUID id();

  /** A call of a model, and the tool calls that its answer asked for. */
  record OfModel(RecordedCall call, List<AskedTool> asked) implements Moment {

    public OfModel {
      asked = List.copyOf(asked);
    }

    @Override
    public Instant at() {
      return call.startedAt();
    }

    @Override
    public UUID id() {
      return call.id();
    }
  }

  /**
   * A record of the audit trail: a call of a server, or what became of the request that people
   * decide about; with the call of a model that led to it, where the client says so.
   */
  record OfRecord(
      UUID id,
      Instant at,
      UUID correlation,
      What what,
      String principal,
      @Nullable Long micros,
      @Nullable String toolCallId,
      @Nullable UUID modelCall)
      implements Moment {}

  /** What a record says. */
  record What(
      String action,
      @Nullable String server,
      @Nullable String tool,
      @Nullable String verdict,
      String outcome) {}

  /** A tool call that an answer asked for, and the record of it where it came this way. */
  record AskedTool(String id, @Nullable UUID record, @Nullable What what) {}
}
