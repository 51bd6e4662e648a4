package ai.preloop.api.startup;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditConfiguration;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseConfiguration;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.PasswordChanges;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Gives the owner another password, for whoever runs the machine and has the database: starts no
 * more than that, listens nowhere, and ends.
 */
public final class PasswordReset {

  private static final String OPTION = "--reset-owner-password";

  private PasswordReset() {}

  public static boolean isAskedFor(String... arguments) {
    return List.of(arguments).contains(OPTION);
  }

  public static void run(String... arguments) {
    try (var context =
        new SpringApplicationBuilder(Parts.class)
            .web(WebApplicationType.NONE)
            .run(with(arguments, "--preloop.temporal-address=none", "--server.port=0"))) {
      String given = context.getBean(PreloopProperties.class).ownerPassword();
      String wanted = OwnerPassword.of(given).read().orElseThrow(PasswordReset::nothingGiven);
      context.getBean(PasswordChanges.class).reset(FirstStart.OWNER, wanted);
      System.out.println("The owner has the new password; every earlier sign-in has ended.");
    }
  }

  private static String[] with(String[] arguments, String... more) {
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  private static ProblemException nothingGiven() {
    return new ProblemException(
        ProblemType.INVALID_REQUEST,
        "no new password was given. Type one at a terminal, or set PRELOOP_OWNER_PASSWORD.");
  }

  /** No component of the product itself, which finds its own by looking for annotations. */
  @EnableConfigurationProperties(PreloopProperties.class)
  @Import({DatabaseConfiguration.class, AuditConfiguration.class})
  static class Parts {

    @Bean
    DatabaseSettings databaseSettings(PreloopProperties preloop) {
      return DatabaseSettings.of(
          preloop.database().jdbcUrl(), preloop.database().user(), preloop.database().password());
    }

    @Bean
    MeterRegistry meters() {
      return new SimpleMeterRegistry();
    }

    @Bean
    PasswordChanges passwordChanges(Database database, Audit audit) {
      return PasswordChanges.offline(database, audit);
    }
  }
}
