package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalRaceTests {

  private static final int TIMES = 75;

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Decisions decisions = harness.bean(Decisions.class);
  private final Random random = new Random(7);

  @Test
  void twoDecidersMakeOneOutcome() throws Exception {
    Map<ApprovalStatus, Integer> ends =
        repeat((row, start) ->
            List.of(
                told(
                    start,
                    ApprovalStatus.APPROVED,
                    () -> decisions.vote(account.ana, row.ref().approvalId(), APPROVE)),
                told(
                    start,
                    ApprovalStatus.DECLINED,
                    () -> decisions.vote(account.ben, row.ref().approvalId(), DECLINE))));

    assertThat(ends).containsOnlyKeys(ApprovalStatus.APPROVED, ApprovalStatus.DECLINED);
  }

  @Test
  void aDeciderAndACancelMakeOneOutcome() throws Exception {
    Map<ApprovalStatus, Integer> ends =
        repeat((row, start) ->
            List.of(
                told(
                    start,
                    ApprovalStatus.APPROVED,
                    () -> decisions.vote(account.ana, row.ref().approvalId(), APPROVE)),
                told(
                    start,
                    ApprovalStatus.CANCELLED,
                    () -> decisions.cancel(account.ben, row.ref().approvalId(), null))));

    assertThat(ends).containsOnlyKeys(ApprovalStatus.APPROVED, ApprovalStatus.CANCELLED);
  }

  @Test
  void aDeciderAndTheDeadlineMakeOneOutcome() throws Exception {
    Map<ApprovalStatus, Integer> ends =
        repeat((row, start) -> {
          long pause = random.nextLong(120_000_000);
          return List.of(
              told(
                  start,
                  ApprovalStatus.APPROVED,
                  () -> {
                    LockSupport.parkNanos(pause);
                    return decisions.vote(account.ana, row.ref().approvalId(), APPROVE);
                  }),
              told(
                  start,
                  ApprovalStatus.PENDING,
                  () -> {
                    account.sql(
                        "update approval_requests set deadline = clock_timestamp() + interval '50 ms' where id = ?",
                        row.ref().approvalId());
                    harness.bean(ApprovalWorkflows.class).wake(row);
                    return Effect.RECORDED;
                  }));
        });

    assertThat(ends).containsOnlyKeys(ApprovalStatus.APPROVED, ApprovalStatus.EXPIRED);
  }

  @Test
  void twoPollersSeeTheSameResultOfOneExecution() throws Exception {
    for (int i = 0; i < TIMES; i++) {
      ApprovalRow row = account.open();
      var results = new ArrayList<byte @Nullable []>();
      try (ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<ApprovalDetail>> polls =
            List.of(pollers.submit(() -> poll(row)), pollers.submit(() -> poll(row)));
        decisions.vote(account.ana, row.ref().approvalId(), APPROVE);
        for (Future<ApprovalDetail> poll : polls) {
          assertThat(poll.get().row().execution()).isEqualTo(ExecutionStatus.SUCCEEDED);
          results.add(Objects.requireNonNull(poll.get().execution()).result());
        }
      }
      assertThat(results).containsOnly(FakeTarget.DONE.result());
      assertThat(harness.target.sent(row.ref().approvalId())).isOne();
    }
  }

  private ApprovalDetail poll(ApprovalRow row) {
    account.untilOver(row);
    return account.detail(row);
  }

  /** Lets the two parties of each request act at once; answers how the requests ended. */
  private Map<ApprovalStatus, Integer> repeat(
      BiFunction<ApprovalRow, CyclicBarrier, List<Callable<Told>>> parties) throws Exception {
    Map<ApprovalStatus, Integer> ends = new EnumMap<>(ApprovalStatus.class);
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < TIMES; i++) {
        ApprovalRow row = account.open();
        List<Future<Told>> answers = people.invokeAll(parties.apply(row, new CyclicBarrier(2)));
        ends.merge(verified(row, answers), 1, Integer::sum);
      }
    }
    return ends;
  }

  private ApprovalStatus verified(ApprovalRow row, List<Future<Told>> answers)
      throws ExecutionException, InterruptedException {
    ApprovalRow end = account.untilOver(row);
    boolean approved = end.status() == ApprovalStatus.APPROVED;
    assertThat(harness.target.sent(row.ref().approvalId())).isEqualTo(approved ? 1 : 0);
    assertThat(account.detail(row).events())
        .extracting(ApprovalDetail.Event::type)
        .filteredOn(type -> List.of("approved", "declined", "expired", "cancelled").contains(type))
        .containsExactly(end.status().column());
    for (Future<Told> answer : answers) {
      assertTrue(answer.get(), end);
    }
    return end.status();
  }

  private static void assertTrue(Told told, ApprovalRow end) {
    if (told.wanted() == ApprovalStatus.PENDING) {
      return;
    }
    assertThat(told.done()).as("%s", told).isEqualTo(end.status() == told.wanted());
    if (told.refusal() != null) {
      assertThat(told.refusal().type()).isEqualTo(ProblemType.CONFLICT);
      assertThat(told.refusal().detail())
          .containsAnyOf(
              "It was " + end.status().column() + " by " + ApprovalsAccount.closedBy(end),
              "It is being cancelled by",
              "It expired at " + end.deadline().truncatedTo(ChronoUnit.SECONDS),
              "It is too late: the time ended at");
    }
  }

  private static Callable<Told> told(
      CyclicBarrier start, ApprovalStatus wanted, Callable<Effect> act) {
    return () -> {
      start.await();
      try {
        return new Told(wanted, act.call() == Effect.DONE, null);
      } catch (ProblemException e) {
        return new Told(wanted, false, e);
      }
    };
  }

  /** What somebody was told of what they wanted. */
  private record Told(ApprovalStatus wanted, boolean done, @Nullable ProblemException refusal) {}
}
