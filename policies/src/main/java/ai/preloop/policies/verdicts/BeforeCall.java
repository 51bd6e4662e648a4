package ai.preloop.policies.verdicts;

import ai.preloop.policies.conditions.EvaluationException;
import ai.preloop.policies.conditions.Facts;
import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.conditions.Variable;
import ai.preloop.policies.documents.Action;
import java.util.List;

/**
 * The rules before there is a call: what is sent with it nobody knows, and all else is as it is.
 * Used by one thread.
 */
final class BeforeCall implements Facts {

  private final CallVariables known;
  private final boolean ofModel;
  private boolean missed;

  BeforeCall(Call call) {
    this.known = new CallVariables(call);
    this.ofModel = call.tool().primitive() == Primitive.MODEL;
  }

  /** Whether one who is heard denies it at each end. */
  boolean isDenied(Speakers speakers) {
    return speakers
        .all()
        .filter(CompiledEntry::isBinding)
        .map(entry -> entry.possible(this, _ -> {}))
        .anyMatch(BeforeCall::isDenial);
  }

  private static boolean isDenial(List<Judgement> possible) {
    return possible.stream().allMatch(each -> each.is(Action.DENY));
  }

  @Override
  public Object value(Variable variable) {
    return switch (variable) {
      case ARGS, JUSTIFICATION -> missing();
      case REQUEST, COST -> ofModel ? missing() : known.value(variable);
      case TOOL, RESOURCE, PROMPT, MODEL, PRINCIPAL, AGENT, SESSION, FLOW, NOW ->
          known.value(variable);
    };
  }

  private Object missing() {
    missed = true;
    throw new EvaluationException("nothing was sent yet");
  }

  @Override
  public boolean missedSomething() {
    boolean was = missed;
    missed = false;
    return was;
  }
}
