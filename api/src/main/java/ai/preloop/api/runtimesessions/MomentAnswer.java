package ai.preloop.api.runtimesessions;

import ai.preloop.activities.runtimesessions.Moment;
import ai.preloop.activities.runtimesessions.Moment.AskedTool;
import ai.preloop.activities.runtimesessions.Moment.OfModel;
import ai.preloop.activities.runtimesessions.Moment.OfRecord;
import ai.preloop.activities.runtimesessions.Moment.What;
import ai.preloop.api.usage.CallAnswer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** One thing that happened in a session, as clients see it. */
@JsonNaming(SnakeCaseStrategy.class)
record MomentAnswer(
    @Schema(
            description =
                "model_call; mcp_call; approval, for what became of a request that people decide"
                    + " about.")
        String type,
    UUID id,
    Instant at,
    @Schema(description = "The call of a model; null for anything else.") @Nullable CallAnswer call,
    @Schema(description = "The tool calls that the model's answer asked for.")
        List<ToolCall> toolCalls,
    @Schema(description = "The record of the audit trail; null for a call of a model.")
        @Nullable Recorded record,
    @Schema(description = "The call of a model that led to it, where the client says so.")
        @Nullable UUID modelCallId,
    @Schema(description = "The client's id of the call, which is the model's.")
        @Nullable String toolCallId) {

  /** A tool call that an answer asked for, and its record where it came through Preloop. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ToolCall(
      String toolCallId,
      @Nullable UUID recordId,
      @Nullable String server,
      @Nullable String tool,
      @Nullable String verdict,
      @Nullable String outcome) {

    static ToolCall of(AskedTool asked) {
      What what = asked.what();
      return what == null
          ? new ToolCall(asked.id(), null, null, null, null, null)
          : new ToolCall(
              asked.id(),
              asked.record(),
              what.server(),
              what.tool(),
              what.verdict(),
              what.outcome());
    }
  }

  /** What a record says. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Recorded(
      UUID correlationId,
      String principal,
      String action,
      @Nullable String server,
      @Nullable String tool,
      @Nullable String verdict,
      String outcome,
      @Nullable Double durationMs) {

    static Recorded of(OfRecord moment) {
      What what = moment.what();
      return new Recorded(
          moment.correlation(),
          moment.principal(),
          what.action(),
          what.server(),
          what.tool(),
          what.verdict(),
          what.outcome(),
          moment.micros() == null ? null : moment.micros() / 1e3);
    }
  }

  static MomentAnswer of(Moment moment) {
    return switch (moment) {
      case OfModel model ->
          new MomentAnswer(
              "model_call",
              model.id(),
              model.at(),
              CallAnswer.of(model.call()),
              model.asked().stream().map(ToolCall::of).toList(),
              null,
              null,
              null);
      case OfRecord record ->
          new MomentAnswer(
              record.what().action().startsWith("approval.") ? "approval" : "mcp_call",
              record.id(),
              record.at(),
              null,
              List.of(),
              Recorded.of(record),
              record.modelCall(),
              record.toolCallId());
    };
  }
}
