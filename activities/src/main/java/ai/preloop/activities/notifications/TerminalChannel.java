package ai.preloop.activities.notifications;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The terminal that Preloop was started in. */
public final class TerminalChannel implements Channel {

  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream out;
  private final ZoneId zone;

  public TerminalChannel(PrintStream out, ZoneId zone) {
    this.out = out;
    this.zone = zone;
  }

  @Override
  public String name() {
    return "terminal";
  }

  @Override
  public boolean isPrivate() {
    return false;
  }

  @Override
  public void send(Message message) {
    out.printf(
        """

        ● %s wants to call %s.%s and waits for a person, until %s
          decide   %s
          or       ./preloop approvals show %s
        """,
        visible(message.caller()),
        visible(message.server()),
        visible(message.tool()),
        CLOCK.format(message.deadline().atZone(zone)),
        message.address(),
        message.approvalId());
    out.flush();
  }

  /** Names come from outside: a control character must not reach the terminal. */
  private static String visible(String name) {
    return name.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
