package ai.preloop.api.mcp;

import ai.preloop.activities.database.BestEffort;
import ai.preloop.activities.limits.InFlight;
import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.activities.waiting.ClientPatience;
import ai.preloop.activities.waiting.Waiter;
import ai.preloop.activities.waiting.Waiter.Sign;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.policies.problems.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
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
  private final ShownPages pages;
  private final ClientPatience patience;
  private final HeldAnswers answers;
  private final OpenStreams streams;
  private final InFlight ofPrincipals;

  Holding(
      Waiters waiters,
      ShownPages pages,
      ClientPatience patience,
      HeldAnswers answers,
      OpenStreams streams,
      CallProperties calls) {
    this.waiters = waiters;
    this.pages = pages;
    this.patience = patience;
    this.answers = answers;
    this.streams = streams;
    this.ofPrincipals = new InFlight(calls.heldPerPrincipal());
  }

  /** Returns when the stream is over, whatever ended it; one stream too many is over at once. */
  void hold(HeldCall call, HttpServletResponse response) throws IOException {
    Presence presence = answers.presence(call);
    try {
      Optional<Passage> passage = ofPrincipals.enter(call.principal().id());
      if (passage.isEmpty()) {
        answer(call, new HeldStream(call, EventStream.open(response)));
        return;
      }
      try (var _ = passage.get()) {
        attend(call, presence, response);
      }
    } finally {
      presence.end();
    }
  }

  private void attend(HeldCall call, Presence presence, HttpServletResponse response) {
    try (Waiter waiter = waiters.register(call.ref().approvalId())) {
      Runnable forget = streams.add(call, waiter, presence);
      try {
        wait(call, waiter, presence, new HeldStream(call, EventStream.open(response)));
      } catch (IOException e) {
        LOG.debug("The client of {} left", call.ref().workflowId(), e);
        gone(call);
      } finally {
        forget.run();
        waiter.end(Sign.LEFT);
      }
    }
  }

  private void gone(HeldCall call) {
    Duration waited = call.waited();
    BestEffort.did(
        "The patience of a client",
        () -> patience.gaveUp(call.client(), waited, ClientPatience.Sign.GONE));
  }

  /** It took the answer, so it may be one that waits for longer. */
  private void stayed(HeldCall call) {
    Duration waited = call.waited();
    BestEffort.did("The patience of a client", () -> patience.waited(call.client(), waited));
  }

  private void wait(HeldCall call, Waiter waiter, Presence presence, HeldStream stream)
      throws IOException {
    stream.begin();
    try (ShownPage page = pages.show(call, stream, waiter)) {
      wait(call, waiter, presence, new Shown(stream, page));
    }
    if (waiter.sign() == Sign.STOPPING) {
      sendElsewhere(call, stream);
    }
  }

  /** What the client of a held call sees. */
  private record Shown(HeldStream stream, ShownPage page) {}

  private void wait(HeldCall call, Waiter waiter, Presence presence, Shown shown)
      throws IOException {
    HeldStream stream = shown.stream();
    boolean isNews = false;
    while (waiter.sign() == Sign.NONE) {
      presence.begin();
      Duration left = patience.of(call.client()).minus(call.waited());
      if (!left.isPositive()) {
        answer(call, stream);
        stayed(call);
        return;
      }
      if (shown.page().isTurnedDown() && call.isPolledOtherwise()) {
        answer(call, stream);
        return;
      }
      if (isNews && tells(call, stream)) {
        return;
      }
      isNews = waiter.await(left.compareTo(TICK) < 0 ? left : TICK);
      if (!isNews) {
        stream.progress(call.waited().toSeconds());
      }
    }
  }

  private void sendElsewhere(HeldCall call, HeldStream stream) throws IOException {
    if (stream.isResumable()) {
      stream.comeBack();
    } else {
      answer(call, stream);
    }
  }

  /** The last word of a stream: what there is to tell now, or else that the agent is to poll. */
  private void answer(HeldCall call, HeldStream stream) throws IOException {
    if (!tells(call, stream)) {
      stream.answer(answers.pending(call));
    }
  }

  /**
   * Tells what there is to tell, if there is; the room for a result is kept until it is written.
   */
  private boolean tells(HeldCall call, HeldStream stream) throws IOException {
    return ResultRoom.whilePassingOn(() -> {
      Optional<Told> told = look(call);
      if (told.isPresent()) {
        stream.decided();
        stream.answer(told.get());
        answers.told(call.pending(), told.get());
      }
      return told.isPresent();
    });
  }

  /** A database that is away is no answer; the waiters' own look wakes this one again. */
  private Optional<Told> look(HeldCall call) {
    try {
      return answers.look(call.principal(), call.pending());
    } catch (ProblemException e) {
      return Optional.of(answers.problem(e));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("{} cannot be looked at: {}", call.ref().workflowId(), e.getMessage());
      waiters.lookAgain(call.ref().approvalId());
      return Optional.empty();
    }
  }
}
