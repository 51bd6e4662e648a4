package ai.preloop.cli.commands;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Pause;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at Preloop every second. A token that runs out is renewed, and a Preloop that is away is
 * waited for, which is said once.
 */
public final class Looking {

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Supplier<Server> servers;
  private final Pause pause;
  private final Screen screen;
  private Server server;
  private State state = State.ANSWERED;

  public Looking(Invocation invocation) {
    this.servers = invocation::server;
    this.pause = invocation.shell().pause();
    this.screen = invocation.screen();
    this.server = servers.get();
  }

  /**
   * The first look has to succeed. Ends by an interrupt, by what waiting cannot mend, and when
   * nobody reads any more.
   */
  public void run(Consumer<Server> first, Consumer<Server> next) throws InterruptedException {
    first.accept(server);
    while (screen.isRead()) {
      pause.of(EVERY);
      try {
        if (state == State.REFUSED) {
          server = servers.get();
        }
        next.accept(server);
        state = State.ANSWERED;
      } catch (ProblemException e) {
        state = after(e);
      }
    }
  }

  /** A new token helps once, and waiting may help at any time; whatever else is wrong stays so. */
  private State after(ProblemException e) {
    if (e.type() == ProblemType.UNAUTHENTICATED && state != State.REFUSED) {
      return State.REFUSED;
    }
    if (!e.type().retryable()) {
      throw e;
    }
    if (state != State.AWAY) {
      screen.note(Text.lines(e.detail()) + " Waiting for it.");
    }
    return State.AWAY;
  }

  /** How the last look ended. */
  private enum State {
    ANSWERED,
    REFUSED,
    AWAY
  }
}
