package ai.preloop.activities.approvals;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.policies.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A server that counts what is sent to it, and answers as an account's test wants. */
final class FakeTarget implements ApprovedCallTarget {

  static final Sent.Answered DONE =
      new Sent.Answered("{\"content\":[],\"ok\":\"result-marker\"}".getBytes(UTF_8), false, null);

  private final Map<UUID, List<ApprovalRow>> sent = new ConcurrentHashMap<>();
  private final Map<UUID, Function<ApprovalRow, Sent>> answers = new ConcurrentHashMap<>();
  private final Map<UUID, Consumer<ApprovalRow>> meanwhile = new ConcurrentHashMap<>();
  private final Map<UUID, Supplier<@Nullable String>> refusals = new ConcurrentHashMap<>();

  void answering(UUID account, Function<ApprovalRow, Sent> answer) {
    answers.put(account, answer);
  }

  void refusing(UUID account, String sentence) {
    refusals.put(account, () -> sentence);
  }

  /** As it answers each time that it is asked; it may not know. */
  void refusing(UUID account, Supplier<@Nullable String> sentence) {
    refusals.put(account, sentence);
  }

  /** What happens between the claim and the sending. */
  void beforeLeaving(UUID account, Consumer<ApprovalRow> meanwhile) {
    this.meanwhile.put(account, meanwhile);
  }

  /** How often the call of this approval was sent. */
  int sent(UUID approval) {
    return sent.getOrDefault(approval, List.of()).size();
  }

  @Override
  public @Nullable String refusal(ApprovalRow row) {
    return refusals.getOrDefault(row.ref().accountId(), () -> null).get();
  }

  @Override
  public Sent send(ApprovalRow row, BooleanSupplier held) {
    try {
      meanwhile.getOrDefault(row.ref().accountId(), any -> {}).accept(row);
      if (!held.getAsBoolean()) {
        return new Sent.Failed("Not sent: the claim is not held.");
      }
    } catch (ProblemException e) {
      return new Sent.NotNow(e.detail());
    }
    sent.merge(
        row.ref().approvalId(),
        List.of(row),
        (before, now) -> {
          List<ApprovalRow> all = new ArrayList<>(before);
          all.addAll(now);
          return all;
        });
    return answers.getOrDefault(row.ref().accountId(), any -> DONE).apply(row);
  }
}
