package ai.preloop.activities.notifications;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The terminal that Preloop was started in; it keeps what it has to say until it is opened. A
 * terminal that nobody reads holds nobody up but the thread that prints.
 */
public final class TerminalChannel implements Channel {

  private static final int MOST = 1_000;
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream out;
  private final ZoneId zone;
  private final String command;
  private final BlockingQueue<Message> kept = new ArrayBlockingQueue<>(MOST);

  /** {@code command} is what a person types here to reach the command line. */
  public TerminalChannel(PrintStream out, ZoneId zone, String command) {
    this.out = out;
    this.zone = zone;
    this.command = command;
  }

  /** From now on messages are shown as they come; those that came before are shown first. */
  public void open() {
    Thread.ofPlatform().daemon().name("preloop-terminal").start(this::show);
  }

  private void show() {
    try {
      while (true) {
        print(kept.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return "terminal";
  }

  @Override
  public boolean isNear() {
    return true;
  }

  @Override
  public void send(Message message) {
    if (!kept.offer(message)) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "The terminal does not take what is printed to it.");
    }
  }

  private void print(Message message) {
    switch (message) {
      case Message.Waiting waiting -> print(waiting);
      case Message.Ended ended -> print(ended);
      case Message.Leaked leaked -> print(leaked);
    }
    out.flush();
  }

  private void print(Message.Ended ended) {
    out.printf(
        "%n○ %s of %s: %s%n",
        call(ended.subject()), visible(ended.subject().caller()), words(ended));
  }

  private void print(Message.Leaked leaked) {
    out.printf(
        """

        ! The one-time link of %s for %s turned up in %s.
          It is revoked, and the request is as it was:  %s approvals show %s
        """,
        visible(leaked.person()),
        call(leaked.subject()),
        visible(leaked.where()),
        command,
        leaked.subject().approvalId());
  }

  /** {@code approved by ana, succeeded}. */
  private static String words(Message.Ended ended) {
    String by = ended.by() == null ? "" : " by " + visible(ended.by());
    String outcome = ended.outcome() == null ? "" : ", " + word(ended.outcome());
    return word(ended.decision()) + by + outcome;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String call(Message.Subject subject) {
    String call = visible(subject.server()) + "." + visible(subject.tool());
    return subject.part() == Message.Part.CALL ? call : "the result of " + call;
  }

  private static String wish(Message.Subject subject) {
    return subject.part() == Message.Part.CALL ? "wants to call " : "wants ";
  }

  private void print(Message.Waiting waiting) {
    out.printf(
        """

        ● %s %s%s and waits for a person, until %s
          decide   %s
          or       %s approvals show %s
        """,
        visible(waiting.subject().caller()),
        wish(waiting.subject()),
        call(waiting.subject()),
        CLOCK.format(waiting.deadline().atZone(zone)),
        waiting.address(),
        command,
        waiting.subject().approvalId());
  }

  /** Names come from outside: a control character must not reach the terminal. */
  private static String visible(String name) {
    return name.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
