package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.SignIns;
import ai.preloop.activities.identity.TokenPair;
import ai.preloop.api.edge.Edge;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** What {@code make reset-password} runs, over the database of an operator. */
@ExtendWith(OutputCaptureExtension.class)
class PasswordResetTests {

  private static final String OLD = "correct horse battery";
  private static final String NEW = "another horse battery";

  @TempDir Path home;
  private final AnnotationConfigApplicationContext product = Edge.ground();
  private final SignIns signIns = product.getBean(SignIns.class);

  @AfterEach
  void stop() {
    product.close();
  }

  @Test
  void givesTheOwnerAnotherPasswordAndEndsWhatTheOldOneOpened(CapturedOutput output) {
    AccountId account = product.getBean(FirstStart.class).run(Optional.of(OLD), shown -> {});
    TokenPair before = signIns.signIn("owner", OLD, Set.of(), "here");

    reset(NEW);

    assertThat(output.getOut()).contains("The owner has the new password").doesNotContain(NEW);
    assertThat(signIns.signIn("owner", NEW, Set.of(), "here").scopes()).isNotEmpty();
    assertThatThrownBy(() -> signIns.signIn("owner", OLD, Set.of(), "here"))
        .isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> signIns.refresh(before.refreshToken()))
        .isInstanceOf(ProblemException.class);
    assertThat(IdentityFixtures.recorded(product.getBean(Database.class), account))
        .contains("auth.password_reset ok");
  }

  @Test
  void saysThatThereIsNoOwnerYet() {
    assertThatThrownBy(() -> reset(NEW))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("There is no owner yet");
  }

  private void reset(String wanted) {
    DatabaseSettings database = product.getBean(DatabaseSettings.class);
    PasswordReset.run(
        "--preloop.home=" + home,
        "--preloop.owner-password=" + wanted,
        "--preloop.database-url=%s&user=%s&password=%s"
            .formatted(database.jdbcUrl(), database.user(), database.password()));
  }
}
