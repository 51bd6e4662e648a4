package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import java.util.List;
import java.util.Objects;

/**
 * What can be said of a tool's calls before there is one. {@code workflows} are the names of who is
 * asked, where that is certain; {@code rules} is how many rules speak of the tool.
 */
public record Outlook(Kind kind, List<String> workflows, int rules) {

  public static final Outlook ALLOWED = new Outlook(Kind.ALLOW, List.of(), 0);
  public static final Outlook DENIED = new Outlook(Kind.DENY, List.of(), 0);

  public Outlook {
    workflows = List.copyOf(workflows);
  }

  /** What holds for every call whose arguments fit the tool, or that it depends on the call. */
  public enum Kind {
    ALLOW,
    ASK,
    DENY,
    CONDITIONAL
  }

  /** {@code voices} has, for each that is heard, all that it may say. */
  static Outlook of(List<List<Judgement>> voices, int rules) {
    if (voices.stream().anyMatch(voice -> all(voice, Action.DENY))) {
      return new Outlook(Kind.DENY, List.of(), rules);
    }
    if (voices.stream().allMatch(voice -> voice.size() == 1)) {
      return certain(voices.stream().map(List::getFirst).toList(), rules);
    }
    boolean allowed = voices.stream().allMatch(voice -> all(voice, Action.ALLOW));
    return new Outlook(allowed ? Kind.ALLOW : Kind.CONDITIONAL, List.of(), rules);
  }

  private static Outlook certain(List<Judgement> judgements, int rules) {
    List<Judgement> asks = Strictest.remainingAsks(judgements);
    if (asks.stream().anyMatch(each -> each.workflow() == null)) {
      return new Outlook(Kind.DENY, List.of(), rules);
    }
    List<String> names =
        asks.stream()
            .map(Judgement::workflow)
            .map(Objects::requireNonNull)
            .map(ApprovalWorkflow::name)
            .distinct()
            .toList();
    return new Outlook(asks.isEmpty() ? Kind.ALLOW : Kind.ASK, names, rules);
  }

  private static boolean all(List<Judgement> voice, Action action) {
    return voice.stream().allMatch(each -> each.is(action));
  }
}
