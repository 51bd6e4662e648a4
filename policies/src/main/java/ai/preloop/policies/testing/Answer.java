package ai.preloop.policies.testing;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.verdicts.DecidingRule;
import ai.preloop.policies.verdicts.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A verdict in the words in which people ask for one. */
public record Answer(Verdict verdict) {

  /** {@code allow}, {@code deny} or {@code ask}. */
  public String word() {
    return switch (verdict) {
      case Verdict.Allow _ -> "allow";
      case Verdict.Deny _ -> "deny";
      case Verdict.Ask _ -> "ask";
    };
  }

  /** Who is asked. */
  public List<String> workflows() {
    return verdict instanceof Verdict.Ask ask
        ? ask.workflows().stream().map(ApprovalWorkflow::name).toList()
        : List.of();
  }

  /** What the agent is told where it is refused. */
  public @Nullable String message() {
    return verdict instanceof Verdict.Deny deny ? deny.message() : null;
  }

  /** The first rule that decided: its number, or what it says where it is no condition. */
  public @Nullable Object rule() {
    return verdict.basis().rules().stream().findFirst().map(Answer::rule).orElse(null);
  }

  /** Whether a condition could not be evaluated. */
  public boolean error() {
    return !verdict.basis().errors().isEmpty();
  }

  /** All of it by the names that an expectation has; what there is none of is not in it. */
  public Map<String, Object> named() {
    var named = new LinkedHashMap<String, Object>();
    named.put("verdict", word());
    if (!workflows().isEmpty()) {
      named.put("workflow", String.join(", ", workflows()));
    }
    if (rule() != null) {
      named.put("rule", Objects.requireNonNull(rule()));
    }
    if (message() != null) {
      named.put("message", Objects.requireNonNull(message()));
    }
    named.put("error", error());
    return named;
  }

  /** Whether one of the rules that decided has this number or description. */
  boolean isBy(Object wanted) {
    return verdict.basis().rules().stream()
        .anyMatch(rule ->
            wanted instanceof Integer number
                ? rule.number() == number
                : wanted.equals(rule.description()));
  }

  private static Object rule(DecidingRule rule) {
    return rule.number() > 0 ? rule.number() : Objects.requireNonNullElse(rule.description(), "");
  }
}
