package ai.preloop.activities.policies;

import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.ChainedRecord;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.Policies.Draft;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.policies.verdicts.RecordedCall;
import ai.preloop.policies.verdicts.Replay;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Judges recorded calls by a draft, and says what would have been different. */
public final class Backtests {

  /** How many calls are looked at, unless fewer are asked for. */
  public static final int MOST = 100_000;

  private static final int PAGE = 1_000;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Policies policies;
  private final Drafts drafts;
  private final AuditLog log;

  /** Each keeps a processor busy. */
  private final Semaphore running =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

  private final Set<AccountId> accounts = ConcurrentHashMap.newKeySet();

  Backtests(Policies policies, Drafts drafts, AuditLog log) {
    this.policies = policies;
    this.drafts = drafts;
    this.log = log;
  }

  /** A document and the calls that it is tried on: the newest so many of a span. */
  public record Request(byte[] policy, Span span, Baseline against, int most) {}

  /** What a draft is compared with. */
  public enum Baseline {
    /** What was said of each call when it was made. */
    RECORDED,
    /** What the policy in force would say of it. */
    IN_FORCE
  }

  /**
   * POLICY_INVALID where the document is not valid; RATE_LIMITED while another one of the account
   * runs here, or as many of others as there may be.
   */
  public Backtest run(Principal principal, Request request) {
    return run(principal, request, LONGEST);
  }

  /** The same, which looks at no more calls once so much time has gone by. */
  public Backtest run(Principal principal, Request request, Duration within) {
    long end = System.nanoTime() + shorter(within, LONGEST).toNanos();
    principal.require(Scope.ACCOUNT_READ);
    if (!accounts.add(principal.account())) {
      throw busy("Another back-test is running: try again when it is done.");
    }
    try {
      return bounded(principal, request, end);
    } finally {
      accounts.remove(principal.account());
    }
  }

  private Backtest bounded(Principal principal, Request request, long end) {
    if (!running.tryAcquire()) {
      throw busy("Back-tests of others are running here: try again when they are done.");
    }
    try {
      Draft draft = policies.draft(principal, request.policy());
      return run(principal.account(), request, draft, end);
    } finally {
      running.release();
    }
  }

  private static ProblemException busy(String sentence) {
    return new ProblemException(ProblemType.RATE_LIMITED, sentence);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Backtest run(AccountId account, Request request, Draft draft, long end) {
    CompiledPolicy compiled = drafts.compiled(account, draft.policy());
    CompiledPolicy inForce =
        request.against() == Baseline.IN_FORCE ? drafts.inForce(account) : null;
    BacktestTally tally = new BacktestTally(CompiledPolicy.rulesOf(draft.document().document()));
    boolean whole = walk(account, request, end, each -> judge(tally, each, compiled, inForce));
    return new Backtest(
        request.span().from(),
        request.span().to(),
        tally.counts(),
        tally.transitions(),
        tally.named(),
        tally.rules(),
        !whole,
        draft.findings());
  }

  /** Page by page, so that no connection is held for long; false when there are more. */
  private boolean walk(AccountId account, Request request, long end, Each each) {
    int left = request.most();
    @Nullable ChainedRecord last = null;
    while (left > 0 && System.nanoTime() - end < 0) {
      int size = Math.min(PAGE, left);
      List<ChainedRecord> page = log.judgedCalls(account, request.span(), last, size + 1);
      for (ChainedRecord one : page.subList(0, Math.min(size, page.size()))) {
        if (System.nanoTime() - end > 0) {
          return false;
        }
        each.judge(one.record());
      }
      if (page.size() <= size) {
        return true;
      }
      last = page.get(size - 1);
      left -= size;
    }
    return false;
  }

  private static void judge(
      BacktestTally tally,
      AuditRecord record,
      CompiledPolicy draft,
      @Nullable CompiledPolicy inForce) {
    Optional<RecordedCall> call = CallFacts.call(record);
    Replay replay = call.map(draft::replay).orElse(null);
    String before =
        inForce == null
            ? recorded(record)
            : call.map(inForce::replay).map(BacktestTally::word).orElse(BacktestTally.UNKNOWN);
    tally.add(record, before, replay);
  }

  /** What the policy said: people who could not be asked are no denial of its. */
  static String recorded(AuditRecord record) {
    return record.ending().outcome().equals(AuditRecord.NOT_OPENED)
        ? "ask"
        : Objects.requireNonNull(record.judgement().verdict());
  }

  /** What is done with each of the records. */
  private interface Each {
    void judge(AuditRecord record);
  }
}
