package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Arguments;
import ai.preloop.policies.conditions.EvaluationException;
import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.conditions.RecordedArguments;
import ai.preloop.policies.conditions.Variable;
import ai.preloop.policies.redaction.Redaction;
import java.nio.charset.StandardCharsets;

/**
 * A call that was recorded, to be judged again: {@code call} says who called what and when; {@code
 * arguments} are what the record has of them, {@code fitted} that all of them were fit for the tool
 * when it was called, {@code counted} that the record knows how many calls its session had made.
 */
public record RecordedCall(Call call, String arguments, boolean fitted, boolean counted) {

  private static final String NOT_RECORDED = "the record does not have this";

  /** What conditions read of it. Used by one thread. */
  Facts facts() {
    return new Recorded(new CallVariables(call), new RecordedArguments(arguments), counted);
  }

  /** What people are shown of it: the marks of what was left out are values like any other. */
  Facts asRecorded() {
    Facts others = new CallVariables(call);
    return variable ->
        switch (variable) {
          case ARGS -> Arguments.of(bytes());
          case SESSION -> session(others);
          case TOOL,
              RESOURCE,
              PROMPT,
              MODEL,
              REQUEST,
              COST,
              PRINCIPAL,
              AGENT,
              FLOW,
              JUSTIFICATION,
              NOW ->
              others.value(variable);
        };
  }

  private Object session(Facts others) {
    if (counted) {
      return others.value(Variable.SESSION);
    }
    throw new EvaluationException(NOT_RECORDED);
  }

  byte[] bytes() {
    return arguments.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether nothing of the arguments is missing. */
  boolean isWhole() {
    return new RecordedArguments(arguments).areWhole();
  }

  private static final class Recorded implements Facts {

    private final Facts others;
    private final RecordedArguments arguments;
    private final boolean counted;
    private boolean missed;

    Recorded(Facts others, RecordedArguments arguments, boolean counted) {
      this.others = others;
      this.arguments = arguments;
      this.counted = counted;
    }

    @Override
    public Object value(Variable variable) {
      return switch (variable) {
        case ARGS -> arguments.values();
        case JUSTIFICATION -> whole(String.valueOf(others.value(variable)));
        case SESSION -> counted ? others.value(variable) : missing();
        case TOOL, RESOURCE, PROMPT, MODEL, REQUEST, COST, PRINCIPAL, AGENT, FLOW, NOW ->
            others.value(variable);
      };
    }

    private Object whole(String text) {
      return Redaction.isMarked(text) ? missing() : text;
    }

    private Object missing() {
      missed = true;
      throw new EvaluationException(NOT_RECORDED);
    }

    @Override
    public boolean missedSomething() {
      boolean was = missed;
      missed = false;
      return arguments.missedSomething() || was;
    }
  }
}
