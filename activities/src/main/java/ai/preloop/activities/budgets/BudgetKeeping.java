package ai.preloop.activities.budgets;

import ai.preloop.activities.loops.NamedLoop;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;

/**
 * Returns what lies idle, books what was spent, and answers other nodes that need what lies idle
 * here; at the end of this node, all of it. It ends after whatever calls models.
 */
public final class BudgetKeeping implements SmartLifecycle {

  private static final Duration EVERY = Duration.ofMillis(250);

  private final Tills tills;
  private final Tallies tallies;
  private final InstantSource clock;
  private final Supplier<Optional<UUID>> node;
  private final NamedLoop leases = new NamedLoop("preloop-budgets", EVERY, EVERY, this::tend);
  private final NamedLoop sums;
  private final NamedLoop strays;

  BudgetKeeping(
      Tills tills,
      Tallies tallies,
      LostLeases lost,
      InstantSource clock,
      Supplier<Optional<UUID>> node) {
    this.tills = tills;
    this.tallies = tallies;
    this.clock = clock;
    this.node = node;
    this.sums = new NamedLoop("preloop-budget-sums", Duration.ofSeconds(1), tallies::book);
    this.strays =
        new NamedLoop(
            "preloop-budget-strays",
            Duration.ofMinutes(1),
            () -> node.get().ifPresent(id -> lost.settleStrays(id, tills.leases())));
  }

  /** Another node needs what lies idle. */
  public void recalled() {
    leases.nudge();
  }

  /** A node that is not confirmed knows nothing better than to wait until it is. */
  void tend() {
    node.get().ifPresent(id -> tills.tend(id, clock.instant()));
  }

  @Override
  public void start() {
    leases.start();
    sums.start();
    strays.start();
  }

  @Override
  public void stop() {
    leases.stop();
    sums.stop();
    strays.stop();
    tallies.book();
    tills.empty();
  }

  @Override
  public boolean isRunning() {
    return leases.isRunning();
  }

  /** Below the ledger of calls, whose last word the leases wait for. */
  @Override
  public int getPhase() {
    return -1;
  }
}
