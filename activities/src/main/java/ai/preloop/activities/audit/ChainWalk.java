package ai.preloop.activities.audit;

import ai.preloop.workflows.identity.AccountId;
import org.jspecify.annotations.Nullable;

/** Follows a chain from its first record and stops at the first that is not what it should be. */
final class ChainWalk {

  private ChainHead reached;
  private @Nullable Break broken;

  ChainWalk(AccountId account) {
    this.reached = ChainHead.genesis(account);
  }

  /** Looks at the next record; says whether the chain holds so far. */
  boolean follows(ChainedRecord next) {
    String reason = reason(next);
    if (reason != null) {
      broken = new Break(Math.min(next.seq(), reached.seq() + 1), reason);
      return false;
    }
    reached = next.head();
    return true;
  }

  /** The record is what it was, and what it names is not. */
  void hasOtherCircumstances(ChainedRecord record) {
    broken =
        new Break(
            record.seq(),
            "The circumstances of record %d were changed after it was written."
                .formatted(record.seq()));
  }

  /** The outcome, when the head row, where there is one, says that the chain ends so. */
  Verification endsAt(ChainHead head) {
    if (broken == null && !head.equals(reached)) {
      broken = atHead(head);
    }
    return broken == null
        ? new Verification(true, reached.seq(), null, null, head.hash())
        : new Verification(false, reached.seq(), broken.seq, broken.reason, head.hash());
  }

  private @Nullable String reason(ChainedRecord next) {
    long expected = reached.seq() + 1;
    if (next.seq() != expected) {
      return next.seq() > expected
          ? "Record %d is missing.".formatted(expected)
          : "There is a second record %d.".formatted(next.seq());
    }
    if (!next.previousHash().equals(reached.hash())) {
      return "Record %d does not follow the one before it.".formatted(expected);
    }
    return next.hash().equals(ChainHash.of(next.seq(), next.record(), reached.hash()))
        ? null
        : "Record %d was changed after it was written.".formatted(expected);
  }

  private Break atHead(ChainHead head) {
    if (head.seq() > reached.seq()) {
      return new Break(
          reached.seq() + 1,
          "Records %d to %d, the newest, are missing.".formatted(reached.seq() + 1, head.seq()));
    }
    return new Break(
        Math.max(1, Math.min(head.seq() + 1, reached.seq())),
        "The head of the chain does not agree with its newest record, %d."
            .formatted(reached.seq()));
  }

  private record Break(long seq, String reason) {}
}
