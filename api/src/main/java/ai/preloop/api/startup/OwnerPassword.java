package ai.preloop.api.startup;

import java.io.Console;
import java.util.Optional;

/** The owner's password at the first start: given, or asked for where there is a terminal. */
record OwnerPassword(String given) {

  Optional<String> read() {
    if (!given.isBlank()) {
      return Optional.of(given);
    }
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .flatMap(OwnerPassword::ask);
  }

  private static Optional<String> ask(Console console) {
    char[] typed =
        console.readPassword(
            "Choose a password for the owner, at least 12 characters (Enter: one is made): ");
    return typed == null || typed.length == 0 ? Optional.empty() : Optional.of(new String(typed));
  }

  @Override
  public String toString() {
    return "OwnerPassword[hidden]";
  }
}
