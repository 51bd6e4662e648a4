package ai.preloop.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Sign-ins that were proved before all were ended, and are answered after it. */
class EndedSignInsTests {

  private static final String PASSWORD = "correct horse battery";

  private AnnotationConfigApplicationContext context;
  private AccountId account;
  private UserId user;
  private RefreshTokens refresh;

  @BeforeEach
  void start() {
    context = IdentityFixtures.context(nothing -> {});
    account = context.getBean(FirstStart.class).run(Optional.of(PASSWORD), shown -> {});
    user = IdentityFixtures.ownerOf(database(), account);
    refresh = context.getBean(RefreshTokens.class);
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void aPasswordThatWasProvedBeforeGivesNoToken() {
    Person proved = new PersonRows(database()).find(user).orElseThrow();

    endAll();

    assertThat(refresh.issue(proved, Set.of())).isEmpty();
    Person now = new PersonRows(database()).find(user).orElseThrow();
    assertThat(refresh.issue(now, Set.of())).isPresent();
  }

  @Test
  void aTokenThatWasUsedBeforeIsOfThePersonAsItWas() {
    TokenPair pair = context.getBean(SignIns.class).signIn("owner", PASSWORD, Set.of(), "here");

    RefreshTokens.Use used = refresh.use(pair.refreshToken());
    endAll();

    assertThat(used)
        .isInstanceOfSatisfying(
            RefreshTokens.Use.Fresh.class,
            fresh ->
                assertThat(new PersonRows(database()).find(user).orElseThrow().version())
                    .isEqualTo(fresh.version() + 1));
  }

  private void endAll() {
    database().doInAccount(account, jdbc -> RefreshTokens.endAll(jdbc, account, user));
  }

  private Database database() {
    return context.getBean(Database.class);
  }
}
