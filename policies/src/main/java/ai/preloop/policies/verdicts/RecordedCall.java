package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.conditions.RecordedArguments;
import ai.preloop.policies.conditions.Variable;
import java.nio.charset.StandardCharsets;

/**
 * A call that was recorded, to be judged again: {@code call} says who called what and when; {@code
 * arguments} are what the record has of them.
 */
public record RecordedCall(Call call, String arguments) {

  /** What conditions read of it. Used by one thread. */
  Facts facts() {
    return new Recorded(new CallFacts(call), new RecordedArguments(arguments));
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

    Recorded(Facts others, RecordedArguments arguments) {
      this.others = others;
      this.arguments = arguments;
    }

    @Override
    public Object value(Variable variable) {
      return variable == Variable.ARGS ? arguments.values() : others.value(variable);
    }

    @Override
    public boolean missedSomething() {
      return arguments.missedSomething();
    }
  }
}
