package ai.preloop.activities.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.database.Revisions;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** A node that looks by itself, and the credentials that another one made since its last look. */
class OtherNodeTests {

  private static final String PASSWORD = "correct horse battery";

  private AnnotationConfigApplicationContext context;
  private Principal owner;
  private Credentials elsewhere;

  @BeforeEach
  void start() {
    context = IdentityFixtures.context(nothing -> {});
    AccountId account = context.getBean(FirstStart.class).run(Optional.of(PASSWORD), shown -> {});
    Database database = context.getBean(Database.class);
    owner = IdentityFixtures.owner(account, IdentityFixtures.ownerOf(database, account));
    elsewhere = node(database, context.getBean(DatabaseClock.class));
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void knowsAKeyAtOnce() {
    MintedKey minted =
        context.getBean(ApiKeys.class).mint(owner, new NewKey("new", Set.of(Scope.MCP_CALL), null));

    assertThat(elsewhere.authenticate("Bearer " + minted.text(), null).id())
        .isEqualTo(minted.key().id());
  }

  @Test
  void knowsWhoSignedInAgainAfterAllTheirSignInsEnded() {
    context
        .getBean(Database.class)
        .doInAccount(
            owner.account(), jdbc -> jdbc.sql("update users set version = version + 1").update());
    context.getBean(Revisions.class).refresh();
    TokenPair pair = context.getBean(SignIns.class).signIn("owner", PASSWORD, Set.of(), "here");

    assertThat(elsewhere.authenticate("Bearer " + pair.accessToken(), null).id())
        .isEqualTo(owner.id());
  }

  @Test
  void stillRefusesWhatNobodyMade() {
    String unknown = "Bearer " + KeyText.fresh().text();

    assertThatThrownBy(() -> elsewhere.authenticate(unknown, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("is not known here");
  }

  private static Credentials node(Database database, DatabaseClock clock) {
    Principals principals = new Principals(database, clock);
    Revisions revisions = new Revisions(database, List.of(principals), System::nanoTime);
    revisions.refresh();
    AccessTokens tokens = new AccessTokens(IdentityFixtures.ROOT, principals, clock);
    return new Credentials(principals, tokens, revisions, clock);
  }
}
