package ai.preloop.activities.database;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the schema up to date, forward only; the pools depend on it. */
final class Migrations {

  private final Flyway flyway;

  Migrations(Flyway flyway) {
    this.flyway = flyway;
  }

  void run() {
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      throw new ProblemException(
              ProblemType.UNAVAILABLE,
              "The database cannot be brought up to date: "
                  + firstLine(String.valueOf(e.getMessage())))
          .causedBy(e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
