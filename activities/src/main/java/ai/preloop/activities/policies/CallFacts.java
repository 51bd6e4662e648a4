package ai.preloop.activities.policies;

import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Circumstances;
import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.redaction.Redaction;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.RecordedCall;
import com.fasterxml.jackson.annotation.JsonInclude;
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

  /**
   * What conditions and defaults look at; its name and server are in the record. {@code primitive}
   * is null for a tool, and {@code label} where there is none.
   */
  public record Tool(
      String source,
      KnownTool.Hints hints,
      boolean isNew,
      boolean isChanged,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Primitive primitive,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String label) {

    static Tool of(CalledTool tool) {
      return new Tool(
          tool.source(),
          tool.hints(),
          tool.isNew(),
          tool.changed(),
          tool.primitive() == Primitive.TOOL ? null : tool.primitive(),
          tool.label().isEmpty() ? null : tool.label());
    }
  }

  /** Of a call that was judged. */
  public static Circumstances of(Call call) {
    Caller.Session session = call.caller().session();
    CallFacts facts =
        new CallFacts(
            call.caller().principal(),
            call.caller().agent(),
            call.caller().flow(),
            Tool.of(call.tool()),
            call.accountFrozen());
    return Circumstances.of(
        JSON.writeValueAsString(facts),
        call.justification().isEmpty() ? null : Redaction.redactText(call.justification()),
        session.equals(Caller.Session.NONE) ? null : session.calls());
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
                facts.call(record, circumstances),
                arguments,
                !"deny".equals(record.judgement().verdict()),
                record.trail().session() == null || circumstances.sessionCalls() != null));
  }

  private static Optional<CallFacts> read(String json) {
    try {
      return Optional.of(JSON.readValue(json, CallFacts.class));
    } catch (JacksonException | NullPointerException e) {
      return Optional.empty();
    }
  }

  private Call call(AuditRecord record, Circumstances circumstances) {
    CalledTool called =
        new CalledTool(
            Objects.requireNonNullElse(tool.primitive(), Primitive.TOOL),
            Objects.requireNonNullElse(record.what().server(), ""),
            Objects.requireNonNullElse(record.what().tool(), ""),
            Objects.requireNonNullElse(tool.label(), ""),
            tool.source(),
            tool.hints(),
            new CalledTool.Standing(false, tool.isNew(), tool.isChanged()));
    return new Call(
        new Caller(principal, agent, session(record, circumstances), flow),
        called,
        () -> new byte[0],
        Objects.requireNonNullElse(circumstances.justification(), ""),
        record.at(),
        frozen);
  }

  private static Caller.Session session(AuditRecord record, Circumstances circumstances) {
    Long calls = circumstances.sessionCalls();
    return session(record.trail().session(), calls == null ? 0 : calls);
  }

  /** A session as conditions see it, after so many calls. */
  public static Caller.Session session(@Nullable UUID session, long calls) {
    return session == null
        ? Caller.Session.NONE
        : new Caller.Session(session.toString(), "mcp", openedAt(session), calls);
  }

  /** A UUIDv7 begins with the millisecond it was made in (RFC 9562). */
  private static Instant openedAt(UUID session) {
    return Instant.ofEpochMilli(session.getMostSignificantBits() >>> 16);
  }
}
