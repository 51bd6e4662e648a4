package ai.preloop.activities.identity;

import static ai.preloop.activities.identity.IdentityFixtures.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.database.Database;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Changed and lost passwords over a real database. */
class PasswordChangesTests {

  private static final String OLD = "correct horse battery";
  private static final String NEW = "staple of another kind";

  private final MovableClock clock = new MovableClock();
  private AnnotationConfigApplicationContext context;
  private SignIns signIns;
  private Authentications authentications;
  private PasswordChanges changes;
  private AccountId account;

  @BeforeEach
  void start() {
    context = IdentityFixtures.context(clock::replaceIn);
    signIns = context.getBean(SignIns.class);
    authentications = context.getBean(Authentications.class);
    changes = context.getBean(PasswordChanges.class);
    account = context.getBean(FirstStart.class).run(Optional.of(OLD), shown -> {});
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void aChangedPasswordEndsEverySignIn() {
    TokenPair before = signIns.signIn("owner", OLD, Set.of(), "here");

    changes.change(who(before), OLD, NEW);

    assertRefused(ProblemType.UNAUTHENTICATED, () -> who(before));
    assertRefused(ProblemType.UNAUTHENTICATED, () -> signIns.refresh(before.refreshToken()));
    assertRefused(
        ProblemType.UNAUTHENTICATED, () -> signIns.signIn("owner", OLD, Set.of(), "here"));
    assertThat(who(signIns.signIn("owner", NEW, Set.of(), "here")).userName()).isEqualTo("owner");
    assertThat(recorded(context.getBean(Database.class), account))
        .contains("auth.password_change ok");
  }

  @Test
  void aWrongPasswordChangesNothingAndIsRecorded() {
    TokenPair before = signIns.signIn("owner", OLD, Set.of(), "here");

    assertRefused(ProblemType.FORBIDDEN, () -> changes.change(who(before), NEW, NEW));

    assertThat(who(before).userName()).isEqualTo("owner");
    assertThat(recorded(context.getBean(Database.class), account))
        .contains("auth.password_change refused");
  }

  @Test
  void guessingIsSlowedDown() {
    Principal owner = who(signIns.signIn("owner", OLD, Set.of(), "here"));
    for (int i = 0; i < 10; i++) {
      assertRefused(ProblemType.FORBIDDEN, () -> changes.change(owner, NEW, NEW));
    }

    assertRefused(ProblemType.RATE_LIMITED, () -> changes.change(owner, OLD, NEW));
  }

  @Test
  void aShortPasswordIsRefusedAndTheOldOneStays() {
    TokenPair before = signIns.signIn("owner", OLD, Set.of(), "here");

    assertRefused(ProblemType.UNPROCESSABLE, () -> changes.change(who(before), OLD, "eleven char"));

    assertThat(who(before).userName()).isEqualTo("owner");
  }

  @Test
  void aNarrowedSignInChangesNothing() {
    TokenPair reading = signIns.signIn("owner", OLD, Set.of(Scope.ACCOUNT_READ), "here");

    assertRefused(ProblemType.FORBIDDEN, () -> changes.change(who(reading), OLD, NEW));
  }

  @Test
  void aLostPasswordIsReplacedWithoutIt() {
    TokenPair before = signIns.signIn("owner", OLD, Set.of(), "here");

    changes.reset("owner", NEW);

    assertRefused(ProblemType.UNAUTHENTICATED, () -> who(before));
    assertThat(who(signIns.signIn("owner", NEW, Set.of(), "here")).userName()).isEqualTo("owner");
    assertThat(recorded(context.getBean(Database.class), account))
        .contains("auth.password_reset ok");
    assertRefused(ProblemType.NOT_FOUND, () -> changes.reset("nobody", NEW));
  }

  private Principal who(TokenPair pair) {
    return authentications.authenticate("Bearer " + pair.accessToken(), null);
  }

  private static void assertRefused(ProblemType expected, ThrowingCallable refused) {
    assertThatThrownBy(refused)
        .asInstanceOf(type(ProblemException.class))
        .extracting(ProblemException::type)
        .isEqualTo(expected);
  }
}
