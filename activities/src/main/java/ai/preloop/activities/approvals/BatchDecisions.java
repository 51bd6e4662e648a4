package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Decisions.Cast;
import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Several decisions of one person. The votes are committed one after the other, each for itself;
 * then all workflows are told at once, so that a Temporal that is away costs its patience once.
 */
public final class BatchDecisions {

  private final Decisions decisions;

  BatchDecisions(Decisions decisions) {
    this.decisions = decisions;
  }

  /** What came of one decision. */
  public sealed interface Outcome {

    UUID approval();

    /** The vote counts, or will; {@code status} is that of the request afterwards. */
    record Voted(UUID approval, Effect effect, ApprovalStatus status) implements Outcome {}

    /** As a single decision would have failed. */
    record Refused(UUID approval, ProblemException why) implements Outcome {}
  }

  /** Decides in the order of the ballots and answers in that order; no failure stops the others. */
  public List<Outcome> vote(Elector elector, SequencedMap<UUID, Ballot> ballots) {
    List<Supplier<Outcome>> cast = new ArrayList<>();
    ballots.forEach((approval, ballot) -> cast.add(cast(elector, approval, ballot)));
    List<Future<Outcome>> told;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      told = cast.stream().map(each -> threads.submit(each::get)).toList();
    }
    return told.stream().map(Future::resultNow).toList();
  }

  /** Commits a vote, and says how to go on. */
  private Supplier<Outcome> cast(Elector elector, UUID approval, Ballot ballot) {
    try {
      Cast cast = decisions.cast(elector, approval, ballot, (jdbc, row) -> {});
      return () -> tell(cast);
    } catch (ProblemException e) {
      return () -> new Outcome.Refused(approval, e);
    } catch (DataAccessException | TransactionException e) {
      return () -> unknown(approval, e);
    }
  }

  private Outcome tell(Cast cast) {
    UUID approval = cast.row().ref().approvalId();
    try {
      Effect effect = decisions.tell(cast);
      return new Outcome.Voted(approval, effect, decisions.find(cast.row().ref()).status());
    } catch (ProblemException e) {
      return new Outcome.Refused(approval, e);
    } catch (DataAccessException | TransactionException e) {
      return unknown(approval, e);
    }
  }

  private static Outcome unknown(UUID approval, RuntimeException cause) {
    return new Outcome.Refused(
        approval,
        new ProblemException(
                ProblemType.UNAVAILABLE,
                "The database did not answer, so what came of this decision is not known; look at the request.")
            .causedBy(cause));
  }
}
