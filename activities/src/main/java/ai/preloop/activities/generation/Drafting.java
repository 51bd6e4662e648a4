package ai.preloop.activities.generation;

import ai.preloop.activities.gateway.ChatCompletions.Message;
import ai.preloop.activities.gateway.Completion;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Has a model write a document, and has it repaired while it is not valid: twice at most. */
final class Drafting {

  static final int MOST_ATTEMPTS = 3;

  /** More than a model is asked for; what is larger is not looked at. */
  static final int LARGEST = 128 << 10;

  /** A repair that is begun with less than this is not done in time. */
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private final Model model;
  private final Check check;
  private final Deadline end;

  /** All attempts together come to an end by then. */
  Drafting(Model model, Check check, Deadline end) {
    this.model = model;
    this.check = check;
    this.end = end;
  }

  /** Whoever answers; fails as {@code ChatCompletions} does. */
  interface Model {
    Completion ask(List<Message> messages, Duration within);
  }

  /** Says all there is to say of a document. */
  interface Check {
    List<Finding> of(String document);
  }

  /** What the first attempt fails with is thrown; a repair that fails leaves what there was. */
  Drafted run(List<Message> asked) {
    Drafted drafted = attempt(asked, null);
    while (!isDone(drafted)) {
      Drafted before = drafted;
      if (end.left().compareTo(SHORTEST) < 0) {
        return before.stopped(before.spending(), "There was no time left to repair it.");
      }
      try {
        drafted = attempt(Briefing.repair(asked, before), before);
      } catch (ProblemException e) {
        return before.stopped(before.spending(), "It was not repaired: " + e.detail());
      }
    }
    return drafted;
  }

  private static boolean isDone(Drafted drafted) {
    return drafted.isValid() || drafted.stopped() != null || drafted.attempts() == MOST_ATTEMPTS;
  }

  private Drafted attempt(List<Message> messages, @Nullable Drafted before) {
    Completion answer = model.ask(messages, end.left());
    int number = before == null ? 1 : before.attempts() + 1;
    Spending spending = (before == null ? Spending.NONE : before.spending()).and(answer.spent());
    String refusal = answer.refusal();
    if (refusal != null) {
      return new Drafted(
          new Reply("", null, refusal),
          List.of(error("draft.declined", "The model declined to write it.")),
          number,
          spending,
          "The model declined.");
    }
    if (answer.text().length() > LARGEST) {
      String sentence = "The answer is larger than %d characters.".formatted(LARGEST);
      return new Drafted(
          Reply.NONE, List.of(error("draft.too_large", sentence)), number, spending, null);
    }
    Reply reply = Reply.of(answer.text());
    return new Drafted(reply, findings(reply, answer), number, spending, null);
  }

  private List<Finding> findings(Reply reply, Completion answer) {
    if (reply.document().isBlank()) {
      return List.of(error("draft.empty", "There is no document in the answer."));
    }
    List<Finding> found = check.of(reply.document());
    return answer.isCut()
        ? Stream.concat(
                Stream.of(
                    error("draft.cut", "The answer ended before it was complete: be shorter.")),
                found.stream())
            .toList()
        : found;
  }

  static Finding error(String code, String sentence) {
    return new Finding(Severity.ERROR, code, "$", Position.UNKNOWN, sentence);
  }
}
