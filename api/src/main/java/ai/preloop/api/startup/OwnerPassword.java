package ai.preloop.api.startup;

import java.io.Console;
import java.util.Optional;

/** The owner's password at the first start: given, or asked for where there is a terminal. */
record OwnerPassword(String given) {

  private static final int SHORTEST = 12;

  Optional<String> read() {
    if (!given.isBlank()) {
      return Optional.of(given);
    }
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(OwnerPassword::ask);
  }

  /** Asks until it is long enough: what was typed wrong must not end the start. */
  private static Optional<String> ask(Console console) {
    while (true) {
      char[] typed =
          console.readPassword(
              "Choose a password for the owner, at least %d characters (Enter: one is made): ",
              SHORTEST);
      if (typed == null || typed.length == 0) {
        return Optional.empty();
      }
      if (typed.length >= SHORTEST) {
        return Optional.of(new String(typed));
      }
      console.printf("That is too short.%n");
    }
  }

  @Override
  public String toString() {
    return "OwnerPassword[hidden]";
  }
}
