package ai.preloop.activities.tools;

import ai.preloop.activities.audit.AuditRecord.Tie;
import ai.preloop.activities.audit.AuditRecord.Trail;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.Envelope.Meta;
import ai.preloop.activities.policies.CallFacts;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.traces.Conversation;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.Nobody;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.workflows.identity.Ids;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One {@code tools/call} as it came in. The session is null where the edge has none; {@code
 * earlier} is how many calls it made before this one, and {@code offered} says which tools are
 * there where it came in.
 */
public record ToolCall(
    Principal principal,
    @Nullable McpSession session,
    Envelope envelope,
    String name,
    Listener listener,
    UUID correlation,
    long startedAt,
    long earlier,
    Predicate<Tool> offered) {

  public static ToolCall of(
      Principal principal, @Nullable McpSession session, Envelope envelope, String name) {
    return new ToolCall(
        principal,
        session,
        envelope,
        name,
        Nobody.AT_ALL,
        Ids.next(),
        System.nanoTime(),
        0,
        _ -> true);
  }

  /** The same, whose listener hears what its server says before it answers. */
  public ToolCall heardBy(Listener hearer) {
    return new ToolCall(
        principal, session, envelope, name, hearer, correlation, startedAt, earlier, offered);
  }

  /** The same, of what was found to be asked for. */
  public ToolCall named(String found) {
    return new ToolCall(
        principal, session, envelope, found, listener, correlation, startedAt, earlier, offered);
  }

  /** The same where no other tools are there. */
  public ToolCall among(Predicate<Tool> those) {
    return new ToolCall(
        principal, session, envelope, name, listener, correlation, startedAt, earlier, those);
  }

  /** The same as one of its session's calls, which it is counted as. */
  ToolCall counted() {
    long before = session == null ? 0 : session.calls().next();
    return new ToolCall(
        principal, session, envelope, name, listener, correlation, startedAt, before, offered);
  }

  /** The same after its session's calls so far, without being one of them. */
  ToolCall uncounted() {
    long before = session == null ? 0 : session.calls().soFar();
    return new ToolCall(
        principal, session, envelope, name, listener, correlation, startedAt, before, offered);
  }

  /** What is asked of a server: {@code tools/call}, or another that the policy judges. */
  String method() {
    return envelope.method();
  }

  /** Whether its client asks for a task and is of the revision that has them in sessions. */
  boolean isForTask() {
    return session != null && session.hasTasks() && envelope.isForTask();
  }

  Caller.Session conversation() {
    return CallFacts.session(sessionId(), earlier);
  }

  /** What its records belong to, as its client and its credential say it. */
  Trail trail() {
    return Trail.of(correlation, sessionId()).tied(tie());
  }

  /** A call outside of any session belongs with what else its credential does outside of any. */
  private @Nullable Tie tie() {
    Meta meta = envelope.meta();
    String labelled = principal.labels().session();
    String said = labelled == null ? sayable(meta.sessionId()) : labelled;
    String own = session == null ? principal.kind().conversation(principal.id()) : null;
    return said == null && own == null && meta.clientCallId() == null
        ? null
        : new Tie(principal.user().value(), meta.clientCallId(), said == null ? own : said);
  }

  private static @Nullable String sayable(@Nullable String session) {
    return session == null || session.isBlank() || Conversation.isOwn(session) ? null : session;
  }

  @Nullable UUID sessionId() {
    return session == null ? null : session.id();
  }
}
