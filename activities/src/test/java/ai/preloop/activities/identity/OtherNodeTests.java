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
  private Revisions itsRevisions;

  @BeforeEach
  void start() {
    context = IdentityFixtures.context(nothing -> {});
    AccountId account = context.getBean(FirstStart.class).run(Optional.of(PASSWORD), shown -> {});
    Database database = context.getBean(Database.class);
    owner = IdentityFixtures.owner(account, IdentityFixtures.ownerOf(database, account));
    DatabaseClock clock = context.getBean(DatabaseClock.class);
    Principals principals = new Principals(database, clock);
    itsRevisions = new Revisions(database, List.of(principals), System::nanoTime);
    itsRevisions.refresh();
    AccessTokens tokens = new AccessTokens(IdentityFixtures.ROOT, principals, clock);
    TokenTexts texts = new TokenTexts(IdentityFixtures.ROOT);
    elsewhere = new Credentials(principals, tokens, texts, itsRevisions, clock);
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

  @Test
  void knowsATokenAtOnce() {
    MintedToken minted = token(agent());

    assertThat(elsewhere.authenticate("Bearer " + minted.text(), null).token())
        .isEqualTo(minted.token().id());
  }

  @Test
  void hearsAtItsNextLookThatATokenEnded() {
    Principal agent = agent();
    MintedToken minted = token(agent);
    MintedToken other = token(agent);
    elsewhere.authenticate("Bearer " + minted.text(), null);

    context.getBean(RuntimeTokens.class).revoke(agent, minted.token().id());
    itsRevisions.refresh();

    assertThatThrownBy(() -> elsewhere.authenticate("Bearer " + minted.text(), null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("was revoked");
    assertThat(elsewhere.authenticate("Bearer " + other.text(), null).id()).isEqualTo(agent.id());
  }

  @Test
  void hearsAtItsNextLookThatTheKeyOfATokenEnded() {
    Principal agent = agent();
    MintedToken minted = token(agent);
    elsewhere.authenticate("Bearer " + minted.text(), null);

    context.getBean(ApiKeys.class).revoke(owner, agent.id());
    itsRevisions.refresh();

    assertThatThrownBy(() -> elsewhere.authenticate("Bearer " + minted.text(), null))
        .isInstanceOf(ProblemException.class);
  }

  private Principal agent() {
    NewKey wanted = new NewKey("agent", Set.of(Scope.MCP_CALL), null);
    String text = context.getBean(ApiKeys.class).mint(owner, wanted).text();
    return context.getBean(Authentications.class).authenticate("Bearer " + text, null);
  }

  private MintedToken token(Principal agent) {
    NewToken wanted = new NewToken(null, AllowedModels.ALL, Labels.NONE, NewToken.USUAL_LIFE);
    return context.getBean(RuntimeTokens.class).mint(agent, null, wanted);
  }
}
