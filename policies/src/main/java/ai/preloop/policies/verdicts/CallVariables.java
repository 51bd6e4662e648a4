package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Arguments;
import ai.preloop.policies.conditions.EvaluationException;
import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.conditions.Variable;
import ai.preloop.policies.documents.KnownTool;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one call, each made when the first rule asks for it. Used by one thread. */
final class CallVariables implements Facts {

  private final Call call;
  private final Map<Variable, Object> made = new EnumMap<>(Variable.class);
  private @Nullable EvaluationException unreadable;

  CallVariables(Call call) {
    this.call = call;
  }

  @Override
  public Object value(Variable variable) {
    Object known = made.get(variable);
    if (known == null) {
      known = make(variable);
      made.put(variable, known);
    }
    return known;
  }

  private Object make(Variable variable) {
    return switch (variable) {
      case ARGS -> arguments();
      case TOOL -> of(Primitive.TOOL);
      case RESOURCE -> of(Primitive.RESOURCE);
      case PROMPT -> of(Primitive.PROMPT);
      case MODEL -> of(Primitive.MODEL);
      case REQUEST -> call.request().request();
      case COST -> call.request().cost();
      case PRINCIPAL -> principal(call.caller().principal());
      case AGENT -> agent(call.caller().agent());
      case SESSION -> session(call.caller().session());
      case FLOW -> flow(call.caller().flow());
      case JUSTIFICATION -> call.justification();
      case NOW -> call.now();
    };
  }

  private Map<String, Object> arguments() {
    if (unreadable != null) {
      throw unreadable;
    }
    try {
      return Arguments.of(call.arguments().get());
    } catch (EvaluationException e) {
      unreadable = e;
      throw e;
    }
  }

  /** What the call is for; what it is not for has no fields. */
  private Map<String, Object> of(Primitive primitive) {
    CalledTool called = call.tool();
    if (called.primitive() != primitive) {
      return Map.of();
    }
    return switch (primitive) {
      case TOOL -> tool(called);
      case RESOURCE ->
          Map.of("uri", called.name(), "name", called.label(), "server", called.server());
      case PROMPT -> Map.of("name", called.name(), "server", called.server());
      case MODEL ->
          Map.of("alias", called.name(), "provider", called.server(), "identifier", called.label());
    };
  }

  private static Map<String, Object> tool(CalledTool tool) {
    KnownTool.Hints hints = tool.hints();
    return Map.of(
        "name", tool.name(),
        "server", tool.server(),
        "source", tool.source(),
        "read_only", hints.readOnly(),
        "destructive", hints.destructive(),
        "idempotent", hints.idempotent(),
        "open_world", hints.openWorld());
  }

  private static Map<String, Object> principal(Caller.Principal principal) {
    return Map.of(
        "type", principal.type(),
        "id", principal.id(),
        "name", principal.name(),
        "user", principal.user(),
        "roles", principal.roles(),
        "teams", principal.teams(),
        "scopes", principal.scopes());
  }

  private static Map<String, Object> agent(Caller.Agent agent) {
    return Map.of(
        "id", agent.id(), "name", agent.name(), "kind", agent.kind(), "tags", agent.tags());
  }

  private static Map<String, Object> session(Caller.Session session) {
    return Map.of(
        "id", session.id(),
        "source", session.source(),
        "started_at", session.startedAt(),
        "calls", session.calls());
  }

  private static Map<String, Object> flow(Caller.Flow flow) {
    return Map.of("id", flow.id(), "name", flow.name(), "execution_id", flow.executionId());
  }
}
