package ai.preloop.api.startup;

import ai.preloop.activities.database.Database;
import java.io.Console;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Short lines for whoever watches the start; nothing where nobody does. */
@Component
final class Progress {

  /** Made when the database is, which is once the schema is up to date. */
  Progress(Database ready) {
    say("Schema is up to date");
  }

  static void say(String line) {
    Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .ifPresent(console -> console.printf("  %s%n", line));
  }
}
