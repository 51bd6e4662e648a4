package ai.preloop.bench.soak;

import ai.preloop.bench.load.Agent;
import ai.preloop.bench.load.Product;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Agents that call, and the person who decides and administers, all at once. */
final class Mix {

  private static final int CALLERS = 8;
  private static final int POLLERS = 2;
  private static final int HOLDERS = 4;
  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Owner owner;
  private final Tally tally;
  private final Agent agent;
  private final Calls calls;
  private final List<Thread> agents = new ArrayList<>();
  private final List<Thread> people = new ArrayList<>();
  private volatile boolean over;
  private volatile boolean decided;

  Mix(Product product, Owner owner, Tally tally) throws IOException {
    this.owner = owner;
    this.tally = tally;
    this.agent = Agent.through(product, "");
    this.calls = new Calls(tally);
  }

  /** So many allowed calls a second, and all the rest. */
  void start(double perSecond) {
    Duration each = Duration.ofNanos((long) (CALLERS * 1e9 / perSecond));
    work(CALLERS, "allowed", new Worker.Pace(each, FOR_EVER), calls::allowed);
    work(2, "denied", new Worker.Pace(Duration.ofMillis(200), FOR_EVER), calls::denied);
    work(2, "reconnecting", new Worker.Pace(Duration.ofMillis(50), 20), calls::allowed);
    work(POLLERS, "polled", new Worker.Pace(Duration.ofSeconds(1), 100), calls::polled);
    work(HOLDERS, "held", new Worker.Pace(Duration.ofSeconds(1), 100), calls::held);
    people.add(
        Thread.ofPlatform().name("administering").start(() -> owner.administer(this::isOver)));
    people.add(Thread.ofPlatform().name("deciding").start(() -> owner.decide(() -> decided)));
  }

  /** Lets everybody finish what they do; the person who decides goes last. */
  void end() {
    over = true;
    agents.forEach(this::await);
    decided = true;
    people.forEach(this::await);
  }

  private boolean isOver() {
    return over;
  }

  private void work(int workers, String name, Worker.Pace pace, Worker.Step step) {
    for (int i = 0; i < workers; i++) {
      Worker worker = new Worker(name, pace, step, agent, tally);
      agents.add(
          Thread.ofPlatform().daemon().name(name + "-" + i).start(() -> worker.run(this::isOver)));
    }
  }

  private void await(Thread thread) {
    try {
      if (!thread.join(PATIENCE)) {
        tally.wrong(thread.getName() + " did not come to an end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
