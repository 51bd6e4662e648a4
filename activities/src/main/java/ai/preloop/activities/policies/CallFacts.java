package ai.preloop.activities.policies;

import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Circumstances;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.redaction.Redaction;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.RecordedCall;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record keeps of a call's circumstances, so that other policies can judge it later. What
 * differs from call to call of the same caller and tool is kept in the record itself.
 */
public record CallFacts(
    Caller.Principal principal, Caller.Agent agent, Caller.Flow flow, Tool tool, boolean frozen) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** What conditions and defaults look at; its name and server are in the record. */
  public record Tool(String source, KnownTool.Hints hints, boolean isNew, boolean isChanged) {}

  /** Of a call that was judged. */
  public static Circumstances of(Call call) {
    CalledTool tool = call.tool();
    CallFacts facts =
        new CallFacts(
            call.caller().principal(),
            call.caller().agent(),
            call.caller().flow(),
            new Tool(tool.source(), tool.hints(), tool.isNew(), tool.changed()),
            call.accountFrozen());
    return Circumstances.of(
        JSON.writeValueAsString(facts),
        call.justification().isEmpty() ? null : Redaction.redactText(call.justification()));
  }

  /** The call of a record; empty where the record does not have what it takes. */
  static Optional<RecordedCall> call(AuditRecord record) {
    Circumstances circumstances = record.circumstances();
    String arguments = record.what().arguments();
    if (circumstances == null || circumstances.facts() == null || arguments == null) {
      return Optional.empty();
    }
    return read(circumstances.facts())
        .map(facts ->
            new RecordedCall(
                facts.call(record, Objects.requireNonNullElse(circumstances.justification(), "")),
                arguments,
                !"deny".equals(record.judgement().verdict())));
  }

  private static Optional<CallFacts> read(String json) {
    try {
      return Optional.of(JSON.readValue(json, CallFacts.class));
    } catch (JacksonException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private Call call(AuditRecord record, String justification) {
    CalledTool called =
        new CalledTool(
            Objects.requireNonNullElse(record.what().server(), ""),
            Objects.requireNonNullElse(record.what().tool(), ""),
            tool.source(),
            tool.hints(),
            false,
            tool.isNew(),
            tool.isChanged());
    return new Call(
        new Caller(principal, agent, session(record.trail().session()), flow),
        called,
        () -> new byte[0],
        justification,
        record.at(),
        frozen);
  }

  /** A session as conditions see it. */
  public static Caller.Session session(@Nullable UUID session) {
    return session == null
        ? Caller.Session.NONE
        : new Caller.Session(session.toString(), "mcp", openedAt(session), 0);
  }

  /** A UUIDv7 begins with the millisecond it was made in (RFC 9562). */
  private static Instant openedAt(UUID session) {
    return Instant.ofEpochMilli(session.getMostSignificantBits() >>> 16);
  }
}
