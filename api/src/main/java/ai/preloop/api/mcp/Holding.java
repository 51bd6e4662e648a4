package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.Attendance;
import ai.preloop.activities.waiting.ClientPatience;
import ai.preloop.activities.waiting.Waiter;
import ai.preloop.activities.waiting.Waiter.Sign;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.api.mcp.HeldAnswers.Told;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Holds a call open until its request is over: an event stream at once, progress every few seconds,
 * the answer as soon as there is one, and before the client's own limit what tells it to poll.
 */
@Component
final class Holding {

  private static final Logger LOG = LoggerFactory.getLogger(Holding.class);
  private static final Duration TICK = Duration.ofSeconds(5);

  private final Waiters waiters;
  private final Attendance attendance;
  private final ClientPatience patience;
  private final HeldAnswers answers;
  private final OpenStreams streams;
  private final InstantSource clock;

  Holding(
      Waiters waiters,
      Attendance attendance,
      ClientPatience patience,
      HeldAnswers answers,
      OpenStreams streams,
      InstantSource clock) {
    this.waiters = waiters;
    this.attendance = attendance;
    this.patience = patience;
    this.answers = answers;
    this.streams = streams;
    this.clock = clock;
  }

  /** Returns when the stream is over, whatever ended it. */
  void hold(HeldCall call, HttpServletResponse response) {
    try (Waiter waiter = waiters.register(call.ref().approvalId())) {
      attendance.arrived(call.ref());
      Runnable forget = streams.add(call, waiter);
      try {
        wait(call, waiter, new HeldStream(call, EventStream.open(response)));
      } catch (IOException e) {
        LOG.debug("The client of {} left", call.ref().workflowId(), e);
        patience.gaveUp(call.client(), call.since(clock.instant()), ClientPatience.Sign.GONE);
      } finally {
        forget.run();
        leave(call, waiter);
      }
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} is waited for no longer: {}", call.ref().workflowId(), e.getMessage());
    }
  }

  /** Whoever gave a call up for its client has counted it out. */
  private void leave(HeldCall call, Waiter waiter) {
    waiter.end(Sign.LEFT);
    if (waiter.sign() != Sign.GIVEN_UP) {
      attendance.left(call.ref());
    }
  }

  private void wait(HeldCall call, Waiter waiter, HeldStream stream) throws IOException {
    stream.begin();
    boolean isNews = false;
    while (waiter.sign() == Sign.NONE) {
      Optional<Told> told = isNews ? look(call) : Optional.empty();
      if (told.isPresent()) {
        tell(call, stream, told.get());
        return;
      }
      Duration left = patience.of(call.client()).minus(call.since(clock.instant()));
      if (!left.isPositive()) {
        stream.answer(answers.pending(call));
        return;
      }
      isNews = waiter.await(left.compareTo(TICK) < 0 ? left : TICK);
      if (!isNews) {
        stream.progress(call.since(clock.instant()).toSeconds());
      }
    }
    if (waiter.sign() == Sign.STOPPING) {
      stream.comeBack();
    }
  }

  private void tell(HeldCall call, HeldStream stream, Told told) throws IOException {
    stream.answer(told.result());
    if (told.isWhole()) {
      attendance.delivered(call.ref());
    }
  }

  /** A database that is away is no answer; the waiters' own look wakes this one again. */
  private Optional<Told> look(HeldCall call) {
    try {
      return answers.look(call);
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} cannot be looked at: {}", call.ref().workflowId(), e.getMessage());
      waiters.lookAgain(call.ref().approvalId());
      return Optional.empty();
    }
  }
}
