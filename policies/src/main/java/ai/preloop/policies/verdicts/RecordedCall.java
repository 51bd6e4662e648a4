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
 * when it was called.
 */
public record RecordedCall(Call call, String arguments, boolean fitted) {

  /** What conditions read of it. Used by one thread. */
  Facts facts() {
    return new Recorded(new CallFacts(call), new RecordedArguments(arguments));
  }

  /** What people are shown of it: the marks of what was left out are values like any other. */
  Facts asRecorded() {
    Facts others = new CallFacts(call);
    return variable -> variable == Variable.ARGS ? Arguments.of(bytes()) : others.value(variable);
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
    private boolean missed;

    Recorded(Facts others, RecordedArguments arguments) {
      this.others = others;
      this.arguments = arguments;
    }

    @Override
    public Object value(Variable variable) {
      return switch (variable) {
        case ARGS -> arguments.values();
        case JUSTIFICATION -> whole(String.valueOf(others.value(variable)));
        case TOOL, PRINCIPAL, AGENT, SESSION, FLOW, NOW -> others.value(variable);
      };
    }

    private String whole(String text) {
      if (Redaction.isMarked(text)) {
        missed = true;
        throw new EvaluationException("the record does not have this");
      }
      return text;
    }

    @Override
    public boolean missedSomething() {
      boolean was = missed;
      missed = false;
      return arguments.missedSomething() || was;
    }
  }
}
