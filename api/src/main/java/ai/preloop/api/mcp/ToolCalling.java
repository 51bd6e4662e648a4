package ai.preloop.api.mcp;

import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolAnswer.Pending;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.tools.BuiltinTool;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** {@code tools/call}, and what its client is told. */
@Component
final class ToolCalling {

  /** Of the revisions before 2026-07-28 (MCP, Resources, Error Handling). */
  private static final int RESOURCE_NOT_FOUND = -32002;

  private final NamedTools tools;
  private final ToolSearching searching;
  private final ToolResults results;
  private final PendingCalls waiting;
  private final ClientRequests hearing;
  private final DatabaseClock clock;

  ToolCalling(
      NamedTools tools,
      ToolSearching searching,
      ToolResults results,
      PendingCalls waiting,
      ClientRequests hearing,
      DatabaseClock clock) {
    this.tools = tools;
    this.searching = searching;
    this.results = results;
    this.waiting = waiting;
    this.hearing = hearing;
    this.clock = clock;
  }

  McpAnswer call(Context context, Envelope message) {
    String name = message.name();
    if (name == null) {
      return RpcAnswer.error(
          200, message.id(), RpcAnswer.INVALID_PARAMS, "params.name names no tool.");
    }
    Asked asked = new Asked(context, message, Waited.from(clock));
    if (context.endpoint().isSearched() && name.equals(ToolSearching.SEARCH)) {
      return searched(asked);
    }
    return context.endpoint().isSearched() && name.equals(ToolSearching.CALL)
        ? meant(asked)
        : called(asked, name);
  }

  private McpAnswer called(Asked asked, String name) {
    return waiting
        .goOn(asked)
        .orElseGet(
            () -> outcome(asked, tools.call(callOf(asked.context(), asked.message(), name))));
  }

  /** From here on it is a call of that tool, and nothing says that it was made otherwise. */
  private McpAnswer meant(Asked asked) {
    try {
      Envelope meant = ToolSearching.meant(asked.message());
      Asked other = new Asked(asked.context(), meant, asked.waited(), asked.message());
      return called(other, Objects.requireNonNull(meant.name()));
    } catch (ProblemException e) {
      return wrong(asked, e);
    }
  }

  private RpcAnswer searched(Asked asked) {
    Context context = asked.context();
    try {
      return result(
          asked,
          results.own(searching.search(context.principal(), context.endpoint(), asked.message())));
    } catch (ProblemException e) {
      return wrong(asked, e);
    }
  }

  /** An agent can mend its arguments, and only those. */
  private RpcAnswer wrong(Asked asked, ProblemException problem) {
    if (problem.type() != ProblemType.UNPROCESSABLE) {
      throw problem;
    }
    return result(asked, results.refused(problem.detail()));
  }

  /** The call that a message is, as servers hear it and are heard. */
  ToolCall callOf(Context context, Envelope message, String name) {
    ToolCall call =
        ToolCall.of(context.principal(), context.session(), message, name)
            .among(context.endpoint().offered());
    return call.heardBy(hearing.of(context, message, call.correlation()));
  }

  /** The same for what is no tool call, and has other words for the same ends. */
  McpAnswer answer(Context context, Envelope message, ToolAnswer answer) {
    Asked asked = new Asked(context, message, Waited.from(clock));
    return switch (answer) {
      case ToolAnswer.Refused(String sentence) ->
          RpcAnswer.error(200, message.id(), RpcAnswer.REFUSED, sentence);
      case ToolAnswer.Failed(var _, String sentence, boolean _) ->
          RpcAnswer.error(200, message.id(), RpcAnswer.REFUSED, sentence);
      case ToolAnswer.Unknown(String name) -> unknown(context, message, name);
      case ToolAnswer.Result _, ToolAnswer.InputRequired _, ToolAnswer.RpcError _, Pending _ ->
          answer(asked, answer);
    };
  }

  private static RpcAnswer unknown(Context context, Envelope message, String name) {
    boolean isResource = message.method().startsWith("resources/");
    int code =
        isResource && !context.session().isStateless()
            ? RESOURCE_NOT_FOUND
            : RpcAnswer.INVALID_PARAMS;
    return isResource
        ? RpcAnswer.error(200, message.id(), code, "Resource not found", Map.of("uri", name))
        : RpcAnswer.error(200, message.id(), code, "Unknown prompt: " + name);
  }

  /**
   * A call, and how long its client waits, who may cancel it from the first moment on; {@code
   * cameIn} is its message as the client would send it again.
   */
  record Asked(Context context, Envelope message, Waited waited, Envelope cameIn) {

    Asked(Context context, Envelope message, Waited waited) {
      this(context, message, waited, message);
    }

    /** Whether the answer is to be a task, by what its client's revision has of them. */
    boolean isForTask() {
      return message.isForTask() && context.session().hasTasks();
    }

    JsonSlice capabilities() {
      return ClientCapabilities.of(context.session(), message);
    }
  }

  private McpAnswer outcome(Asked asked, BuiltinTool.Outcome outcome) {
    return switch (outcome) {
      case BuiltinTool.Answer told -> result(asked, results.own(told)).then(told.afterwards());
      case BuiltinTool.Judged(ToolAnswer answer) -> answer(asked, answer);
    };
  }

  private McpAnswer answer(Asked asked, ToolAnswer answer) {
    Envelope message = asked.message();
    return switch (answer) {
      case ToolAnswer.Result(var result) ->
          RpcAnswer.result(asked.context().session(), message.id(), message.method(), result);
      case ToolAnswer.InputRequired(var question) -> RpcAnswer.result(message.id(), question);
      case ToolAnswer.RpcError(var error) ->
          RpcAnswer.error(asked.context().session(), message.id(), error);
      case ToolAnswer.Refused(String sentence) -> refused(asked, sentence);
      case ToolAnswer.Failed(var _, String sentence, boolean _) -> refused(asked, sentence);
      case Pending pending -> waiting.answer(asked, pending);
      case ToolAnswer.Unknown(String name) ->
          RpcAnswer.error(200, message.id(), RpcAnswer.INVALID_PARAMS, "Unknown tool: " + name);
    };
  }

  /** Whoever waits for a task takes no result in its place, and reads an error. */
  private RpcAnswer refused(Asked asked, String sentence) {
    return asked.isForTask()
        ? RpcAnswer.error(200, asked.message().id(), RpcAnswer.REFUSED, sentence)
        : result(asked, results.refused(sentence));
  }

  private static RpcAnswer result(Asked asked, byte[] result) {
    return RpcAnswer.result(asked.context().session(), asked.message().id(), JsonSlice.of(result));
  }
}
