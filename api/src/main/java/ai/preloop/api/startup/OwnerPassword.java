package ai.preloop.api.startup;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A password for the owner: given, or asked for twice where there is a terminal. */
record OwnerPassword(String given, Optional<Terminal> terminal) {

  private static final int SHORTEST = 12;

  static OwnerPassword of(String given) {
    return new OwnerPassword(
        given,
        Optional.ofNullable(System.console()).filter(Console::isTerminal).map(OfConsole::new));
  }

  /** Said by the name of the variable, which a sentence about passwords would not have. */
  static void requireLongEnough(String given) {
    if (!given.isBlank() && given.length() < SHORTEST) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "PRELOOP_OWNER_PASSWORD must have at least %d characters, and has %d."
              .formatted(SHORTEST, given.length()));
    }
  }

  /** Where a person answers; what is asked for is not shown while it is typed. */
  interface Terminal {

    char @Nullable [] ask(String question);

    void say(String sentence);
  }

  /** Empty when one is to be made: nobody is there, or they pressed Enter. */
  Optional<String> read() {
    return given.isBlank() ? terminal.flatMap(OwnerPassword::ask) : Optional.of(given);
  }

  /** Asks until it is long enough and came twice: what was typed wrong must not end the start. */
  private static Optional<String> ask(Terminal terminal) {
    terminal.say(
        "Choose a password for the owner, at least %d characters. (Enter alone: one is made.)"
            .formatted(SHORTEST));
    while (true) {
      String typed = text(terminal.ask("Password: "));
      if (typed.isEmpty()) {
        return Optional.empty();
      }
      if (typed.length() < SHORTEST) {
        terminal.say("That is too short: %d of %d.".formatted(typed.length(), SHORTEST));
      } else if (typed.equals(text(terminal.ask("The same again: ")))) {
        return Optional.of(typed);
      } else {
        terminal.say("The two are not the same; once more.");
      }
    }
  }

  private static String text(char @Nullable [] typed) {
    return typed == null ? "" : new String(typed);
  }

  @Override
  public String toString() {
    return "OwnerPassword[hidden]";
  }

  private record OfConsole(Console console) implements Terminal {

    @Override
    public char @Nullable [] ask(String question) {
      return console.readPassword("%s", question);
    }

    @Override
    public void say(String sentence) {
      console.printf("%s%n", sentence);
    }
  }
}
