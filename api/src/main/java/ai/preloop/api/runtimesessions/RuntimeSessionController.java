package ai.preloop.api.runtimesessions;

import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.runtimesessions.RuntimeSessions;
import ai.preloop.activities.traces.Conversation;
import ai.preloop.api.lists.Page;
import ai.preloop.api.usage.CallAnswer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Sessions of agents: their calls of models and of servers together. */
@RestController
@Tag(
    name = "Sessions",
    description = "Sessions of agents: their calls of models and of MCP servers together.")
@RequestMapping("/api/v1/account/runtime-sessions")
class RuntimeSessionController {

  private static final int USUAL = 100;

  private final RuntimeSessions sessions;
  private final DatabaseClock clock;

  RuntimeSessionController(RuntimeSessions sessions, DatabaseClock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Operation(
      operationId = "listRuntimeSessions",
      summary = "List the sessions with calls in a time, the last seen first",
      description = "What a session comes to is that of its calls in this time.")
  @GetMapping
  Page<RuntimeSessionAnswer> list(Principal principal, SessionsQuery query, Page.Asked asked) {
    return Page.of(
            sessions.list(
                principal, query.span(clock.instant()), query.principal(), asked.part(USUAL)))
        .map(RuntimeSessionAnswer::of);
  }

  @Operation(operationId = "getRuntimeSession", summary = "Say what a session comes to")
  @GetMapping("/{id}")
  RuntimeSessionAnswer get(Principal principal, @PathVariable String id) {
    return RuntimeSessionAnswer.of(sessions.get(principal, Conversation.fromPath(id)));
  }

  @Operation(
      operationId = "getRuntimeSessionTimeline",
      summary = "List what happened in a session, oldest first",
      description =
          "Calls of models and of servers, and what became of requests that people decide about. A"
              + " call of a server names the call of a model that led to it, where the client says"
              + " so.")
  @GetMapping("/{id}/timeline")
  Page<MomentAnswer> timeline(Principal principal, @PathVariable String id, Page.Asked asked) {
    Conversation session = Conversation.fromPath(id);
    return Page.of(sessions.timeline(principal, session, asked.part(USUAL))).map(MomentAnswer::of);
  }

  @Operation(
      operationId = "listRuntimeSessionRequests",
      summary = "List the calls of models of a session, newest first")
  @GetMapping("/{id}/requests")
  Page<CallAnswer> requests(Principal principal, @PathVariable String id, Page.Asked asked) {
    Conversation session = Conversation.fromPath(id);
    return Page.of(sessions.requests(principal, session, asked.part(USUAL))).map(CallAnswer::of);
  }
}
