package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.activities.waiting.ClientPatience.Client;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A call that is held open while a person decides: whose it is, what it waits for, and which
 * request of the client it answers.
 */
record HeldCall(
    Principal principal,
    @Nullable McpSession session,
    Client client,
    Pending pending,
    Request request,
    boolean showsPage)
    implements McpAnswer {

  private static final int LONGEST_NAME = 128;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Keeps what it needs, and nothing of the call's arguments: it may last for hours. */
  static HeldCall of(
      Principal principal, @Nullable McpSession session, Pending pending, Request request) {
    String name = session == null ? "" : clientName(session);
    return new HeldCall(
        principal,
        session,
        new Client(principal.account(), name, request.progressToken() != null),
        new Pending(pending.approval().withoutContent(), pending.hasOutputSchema()),
        request.detached(),
        false);
  }

  /** The same for a client that is to show its user where to decide. */
  HeldCall showingPage() {
    return new HeldCall(principal, session, client, pending, request, true);
  }

  /** Whether it is held only as long as somebody is shown where to decide. */
  boolean isPolledOtherwise() {
    return showsPage && pending.approval().terms().isPolled();
  }

  /** A client's limit may change from one version to the next. */
  private static String clientName(McpSession session) {
    JsonNode said = JSON.readTree(session.client().name());
    String name = said.path("name").asString("") + " " + said.path("version").asString("");
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  /** Whether the client is told at once what to come back with, and when. */
  boolean takesMarks() {
    return session != null && ProtocolVersions.takesMarks(session.protocolVersion());
  }

  /** The same for a client that comes back for it, which is yet to be counted. */
  HeldCall resumed() {
    return new HeldCall(principal, session, client, pending, request.resumed(), showsPage);
  }

  /** Whether its client never comes back for the rest of a stream, nor cancels by a notice. */
  boolean isStateless() {
    return session != null && session.isStateless();
  }

  /** The answer to the client's request, as its revision has it. */
  RpcAnswer answered(Told told) {
    return RpcAnswer.told(session, request.id(), pending.approval().target(), told);
  }

  @Nullable UUID sessionId() {
    return session == null ? null : session.id();
  }

  ApprovalRef ref() {
    return pending.approval().ref();
  }

  Duration waited() {
    return request.waited().soFar();
  }

  /**
   * The client's request: its id and progress token as they were written, and how long it waits;
   * {@code events} is the number of the last event that its client has of an earlier stream.
   */
  record Request(JsonSlice id, @Nullable JsonSlice progressToken, Waited waited, long events) {

    private Request detached() {
      return new Request(
          id.detached(), progressToken == null ? null : progressToken.detached(), waited, events);
    }

    boolean isResumed() {
      return events > 0;
    }

    private Request resumed() {
      return new Request(id, progressToken, waited, Math.max(events, 1));
    }
  }
}
