package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonSlice.Member;
import ai.preloop.activities.upstream.ServerRequest;
import ai.preloop.workflows.identity.Ids;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A call of a client without sessions, whose server asks while it is at work: it goes on while the
 * client, which was given the question as its answer, is away for what was asked for.
 */
final class ParkedCall implements Interim {

  private static final int MOST_QUESTIONS = 32;

  private final UUID id = Ids.next();
  private final Principal principal;
  private final Predicate<ParkedCall> park;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, ServerRequest> open = new LinkedHashMap<>();
  private volatile Interim hearer;
  private @Nullable Turn end;
  private int asked;
  private boolean abandoned;

  /** {@code park} says whether it may wait for its client when it is asked something. */
  ParkedCall(Principal principal, Interim hearer, Predicate<ParkedCall> park) {
    this.principal = principal;
    this.hearer = hearer;
    this.park = park;
  }

  /** What a client is told next. */
  sealed interface Turn {

    /** It is asked for these, by their names. */
    record Asked(Map<String, JsonSlice> questions) implements Turn {}

    record Ended(McpAnswer answer) implements Turn {}

    record Failed(RuntimeException problem) implements Turn {}
  }

  UUID id() {
    return id;
  }

  boolean isOfSame(ParkedCall other) {
    return principal.id().equals(other.principal.id());
  }

  /** The client is back, and hears from here on by this. */
  void heardBy(Interim next) {
    hearer = next;
  }

  @Override
  public boolean acceptsEvents() {
    return hearer.acceptsEvents();
  }

  @Override
  public boolean keepAlive() {
    return hearer.keepAlive();
  }

  @Override
  public boolean isLost() {
    return hearer.isLost();
  }

  @Override
  public boolean send(byte[] message) {
    return hearer.send(message);
  }

  @Override
  public void end() {
    hearer.end();
  }

  @Override
  public boolean asks(ServerRequest question) {
    boolean parked = park.test(this);
    lock.lock();
    try {
      boolean taken = parked && !abandoned && asked < MOST_QUESTIONS;
      if (taken) {
        asked++;
        open.put("input-" + asked, question);
        changed.signalAll();
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void ended(Turn how) {
    lock.lock();
    try {
      end = how;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for what is to be told next; a call ends in its time, so this does. */
  Turn next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (end == null && open.isEmpty()) {
        changed.await();
      }
      return end == null ? new Turn.Asked(questions()) : end;
    } finally {
      lock.unlock();
    }
  }

  private Map<String, JsonSlice> questions() {
    Map<String, JsonSlice> questions = new LinkedHashMap<>();
    open.forEach((name, question) -> questions.put(name, question.message()));
    return questions;
  }

  /** Gives the server what its client brings; what is not there yet is asked for again. */
  void answered(JsonSlice responses) {
    for (Member response : responses.members()) {
      ServerRequest question = taken(response.name());
      if (question != null) {
        question.result(response.value());
      }
    }
  }

  private @Nullable ServerRequest taken(String name) {
    lock.lock();
    try {
      return open.remove(name);
    } finally {
      lock.unlock();
    }
  }

  /** The client does not come back. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      open.values().forEach(ServerRequest::giveUp);
      open.clear();
    } finally {
      lock.unlock();
    }
  }
}
