package ai.preloop.api.mcp;

import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.activities.waiting.Waiter;
import ai.preloop.activities.waiting.Waiter.Sign;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.policies.problems.ProblemException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells a subscriber what becomes of its tasks (SEP 2663, Task Status Notifications), each of which
 * a parked virtual thread waits for.
 */
final class TaskWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);
  private static final Duration TICK = Duration.ofMinutes(1);

  /** The word of a task that there is nothing more to tell of. */
  private static final String OVER = "";

  private final Tasks tasks;
  private final Waiters waiters;
  private final Context context;
  private final SubscriptionWords words;
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean over;

  TaskWatch(Tasks tasks, Waiters waiters, Context context, SubscriptionWords words) {
    this.tasks = tasks;
    this.waiters = waiters;
    this.context = context;
    this.words = words;
  }

  /** From now on; what has happened to a task since it was made is told at once. */
  void begin(Set<String> ids) {
    ids.forEach(id -> Thread.ofVirtual().start(() -> watch(UUID.fromString(id))));
  }

  private void watch(UUID id) {
    try (Waiter waiter = waiters.register(id)) {
      waiting.add(waiter);
      String told = Tasks.AS_CREATED;
      while (!told.equals(OVER) && !over && waiter.sign() == Sign.NONE) {
        told = tell(id, told);
        waiter.await(told.equals(OVER) ? Duration.ZERO : TICK);
      }
      waiting.remove(waiter);
    }
  }

  /** What the subscriber knows then. */
  private String tell(UUID id, String before) {
    try {
      return ResultRoom.whilePassingOn(() ->
          tasks
              .state(context.principal(), id.toString())
              .map(state -> state.word().equals(before) ? before : told(state))
              .orElse(OVER));
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("The task {} cannot be looked at: {}", id, e.getMessage());
      waiters.lookAgain(id);
      return before;
    } catch (ProblemException e) {
      LOG.warn("The task {} is not watched any more: {}", id, e.detail());
      return OVER;
    }
  }

  private String told(Tasks.State state) {
    if (over || !context.interim().send(words.task(tasks.json(state)))) {
      return OVER;
    }
    state.afterwards().run();
    return state.isOver() ? OVER : state.word();
  }

  @Override
  public void close() {
    over = true;
    waiting.forEach(waiter -> waiter.end(Sign.LEFT));
  }
}
