package ai.preloop.activities.identity;

import static ai.preloop.activities.identity.IdentityFixtures.key;
import static ai.preloop.activities.identity.IdentityFixtures.owner;
import static ai.preloop.activities.identity.IdentityFixtures.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Keys and sign-ins over a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityTests {

  private static final String PASSWORD = "correct horse battery";

  private final MovableClock clock = new MovableClock();
  private AnnotationConfigApplicationContext context;
  private Database database;
  private Authentications authentications;
  private ApiKeys keys;
  private SignIns signIns;
  private Revisions revisions;
  private AccountId account;
  private UserId user;
  private Principal owner;

  @BeforeAll
  void start() {
    context = IdentityFixtures.context(clock::replaceIn);
    database = context.getBean(Database.class);
    authentications = context.getBean(Authentications.class);
    keys = context.getBean(ApiKeys.class);
    signIns = context.getBean(SignIns.class);
    revisions = context.getBean(Revisions.class);
    account = context.getBean(FirstStart.class).run(Optional.of(PASSWORD), shown -> {});
    user = IdentityFixtures.ownerOf(database, account);
    owner = owner(account, user);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @BeforeEach
  void confirm() {
    revisions.refresh();
  }

  @Test
  void knowsAKeyByItsText() {
    MintedKey minted = mint(Scope.MCP_CALL);

    Principal principal = authentications.authenticate("Bearer " + minted.text(), null);

    assertThat(principal.name()).isEqualTo(minted.key().name());
    assertThat(principal.kind()).isEqualTo(Principal.Kind.API_KEY);
    assertThat(principal.user()).isEqualTo(user);
    assertThat(principal.scopes()).containsExactly(Scope.MCP_CALL);
  }

  @Test
  void readsTheSchemeInAnyCaseAndTheKeysOwnHeader() {
    MintedKey minted = mint(Scope.MCP_CALL);

    assertThat(authentications.authenticate("bearer " + minted.text(), null))
        .isEqualTo(authentications.authenticate(null, minted.text()));
  }

  @Test
  void storesNoKeyInClear() {
    MintedKey minted = mint(Scope.MCP_CALL);
    String secret = minted.text().substring(minted.text().lastIndexOf('_') + 1);

    String row =
        database.inAccount(
            account,
            jdbc ->
                jdbc.sql("select k::text from api_keys k where id = ?")
                    .param(minted.key().id())
                    .query(String.class)
                    .single());

    assertThat(row).contains(minted.key().prefix()).doesNotContain(secret);
    assertThat(minted.toString()).doesNotContain(secret);
  }

  @Test
  void refusesAKeyWithOneWrongCharacter() {
    String text = mint(Scope.MCP_CALL).text();
    char last = text.charAt(text.length() - 1);
    String wrong = text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');

    assertRefused(
        ProblemType.UNAUTHENTICATED, () -> authentications.authenticate("Bearer " + wrong, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer ",
        "Bearer prl_",
        "Bearer prl_0123456789ab_",
        "Bearer a.b.c",
        "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
        "Basic b3duZXI6cGFzc3dvcmQ=",
        ""
      })
  void refusesWhatIsNoCredential(String authorization) {
    assertRefused(
        ProblemType.UNAUTHENTICATED, () -> authentications.authenticate(authorization, null));
  }

  @Test
  void refusesTwoDifferentCredentials() {
    String one = mint(Scope.MCP_CALL).text();
    String other = mint(Scope.MCP_CALL).text();

    assertRefused(
        ProblemType.UNAUTHENTICATED, () -> authentications.authenticate("Bearer " + one, other));
  }

  @Test
  void forgetsARevokedKeyAtOnceOnThisNode() {
    MintedKey minted = mint(Scope.MCP_CALL);

    keys.revoke(owner, minted.key().id());

    assertRefused(
        ProblemType.UNAUTHENTICATED,
        () -> authentications.authenticate("Bearer " + minted.text(), null));
    assertThat(keys.list(owner)).extracting(ApiKey::id).doesNotContain(minted.key().id());
  }

  @Test
  void forgetsAKeyThatAnotherNodeRevokedAfterOneRefresh() {
    MintedKey minted = mint(Scope.MCP_CALL);
    database.doInAccount(account, jdbc -> new KeyRows(jdbc, account).revoke(minted.key().id()));
    assertThat(authentications.authenticate("Bearer " + minted.text(), null)).isNotNull();

    revisions.refresh();

    assertRefused(
        ProblemType.UNAUTHENTICATED,
        () -> authentications.authenticate("Bearer " + minted.text(), null));
  }

  @Test
  void endsAKeyAtItsInstant() {
    NewKey wanted =
        new NewKey("short " + Ids.next(), Set.of(Scope.MCP_CALL), clock.instant().plusSeconds(60));
    MintedKey minted = keys.mint(owner, wanted);
    assertThat(authentications.authenticate("Bearer " + minted.text(), null)).isNotNull();

    clock.move(Duration.ofSeconds(61));

    assertRefused(
        ProblemType.UNAUTHENTICATED,
        () -> authentications.authenticate("Bearer " + minted.text(), null));
  }

  @Test
  void refusesToMintAKeyThatIsOverAlready() {
    NewKey wanted = new NewKey("old", Set.of(Scope.MCP_CALL), clock.instant());

    assertRefused(ProblemType.UNPROCESSABLE, () -> keys.mint(owner, wanted));
  }

  @Test
  void refusesASecondKeyOfTheSameName() {
    MintedKey first = mint(Scope.MCP_CALL);

    assertRefused(
        ProblemType.CONFLICT,
        () -> keys.mint(owner, new NewKey(first.key().name(), Set.of(Scope.MCP_CALL), null)));
  }

  @Test
  void letsNoKeyMintOrRevoke() {
    Principal admin =
        key(account, user, Scope.ACCOUNT_ADMIN, Scope.ACCOUNT_READ, Scope.POLICY_WRITE);
    UUID id = mint(Scope.MCP_CALL).key().id();

    assertRefused(
        ProblemType.FORBIDDEN,
        () -> keys.mint(admin, new NewKey("x", Set.of(Scope.ACCOUNT_READ), null)));
    assertRefused(ProblemType.FORBIDDEN, () -> keys.revoke(admin, id));
  }

  @Test
  void letsNoNarrowedSignInMint() {
    TokenPair pair = signIns.signIn("owner", PASSWORD, Set.of(Scope.ACCOUNT_READ), "here");
    Principal reader = authentications.authenticate("Bearer " + pair.accessToken(), null);

    assertRefused(
        ProblemType.FORBIDDEN,
        () -> keys.mint(reader, new NewKey("x", Set.of(Scope.ACCOUNT_READ), null)));
  }

  @Test
  void hidesTheKeysOfAnotherAccount() {
    Principal stranger = owner(new AccountId(Ids.next()), new UserId(Ids.next()));
    UUID id = mint(Scope.MCP_CALL).key().id();

    assertRefused(ProblemType.NOT_FOUND, () -> keys.get(stranger, id));
    assertRefused(ProblemType.NOT_FOUND, () -> keys.revoke(stranger, id));
    assertThat(keys.list(stranger)).isEmpty();
  }

  @Test
  void recordsWhatBecameOfAKey() {
    int before = recorded(database, account).size();

    keys.revoke(owner, mint(Scope.MCP_CALL).key().id());

    assertThat(recorded(database, account).subList(before, before + 2))
        .containsExactly("api_key.mint ok", "api_key.revoke ok");
  }

  @Test
  void signsInWithAllThatTheOwnerHas() {
    TokenPair pair = signIns.signIn("OWNER", PASSWORD, Set.of(), "here");

    Principal principal = authentications.authenticate("Bearer " + pair.accessToken(), null);

    assertThat(principal).isEqualTo(owner);
    assertThat(principal.mayDecide()).isTrue();
    assertThat(principal.may(Scope.MCP_CALL)).isFalse();
    assertThat(recorded(database, account)).contains("auth.sign_in ok");
  }

  @Test
  void narrowsASignInAndKeepsItNarrow() {
    TokenPair first = signIns.signIn("owner", PASSWORD, Set.of(Scope.ACCOUNT_READ), "here");

    TokenPair second = signIns.refresh(first.refreshToken());

    assertThat(second.scopes()).containsExactly(Scope.ACCOUNT_READ);
    Principal principal = authentications.authenticate("Bearer " + second.accessToken(), null);
    assertThat(principal.scopes()).containsExactly(Scope.ACCOUNT_READ);
    assertThat(principal.mayDecide()).isFalse();
  }

  @Test
  void widensNoSignInBeyondThePerson() {
    assertRefused(
        ProblemType.UNPROCESSABLE,
        () -> signIns.signIn("owner", PASSWORD, Set.of(Scope.MCP_CALL), "here"));
  }

  @Test
  void endsATokenAfterFifteenMinutes() {
    TokenPair pair = signIns.signIn("owner", PASSWORD, Set.of(), "here");

    clock.move(Duration.ofSeconds(901));

    assertRefused(
        ProblemType.UNAUTHENTICATED,
        () -> authentications.authenticate("Bearer " + pair.accessToken(), null));
  }

  @Test
  void answersAWrongPasswordAndAnUnknownNameAlike() {
    ProblemException wrong =
        refusal(() -> signIns.signIn("owner", "not the password", Set.of(), "here"));
    ProblemException unknown = refusal(() -> signIns.signIn("nobody", PASSWORD, Set.of(), "here"));

    assertThat(wrong.type()).isEqualTo(ProblemType.UNAUTHENTICATED);
    assertThat(unknown).hasMessage(wrong.detail());
    assertThat(unknown.type()).isEqualTo(wrong.type());
    assertThat(unknown.extensions()).isEqualTo(wrong.extensions());
  }

  @Test
  void endsEverythingWhenARefreshTokenIsUsedTwice() {
    TokenPair first = signIns.signIn("owner", PASSWORD, Set.of(), "here");
    TokenPair second = signIns.refresh(first.refreshToken());
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql("update refresh_tokens set used_at = used_at - interval '10 seconds'")
                .update());

    assertRefused(ProblemType.UNAUTHENTICATED, () -> signIns.refresh(first.refreshToken()));

    assertRefused(ProblemType.UNAUTHENTICATED, () -> signIns.refresh(second.refreshToken()));
    assertRefused(
        ProblemType.UNAUTHENTICATED,
        () -> authentications.authenticate("Bearer " + second.accessToken(), null));
    assertThat(recorded(database, account)).contains("auth.sign_ins_ended refresh_token_reused");
  }

  @Test
  void endsTheTokensAndKeysOfADisabledPerson() {
    TokenPair pair = signIns.signIn("owner", PASSWORD, Set.of(), "here");
    MintedKey minted = mint(Scope.MCP_CALL);
    disable(true);
    try {
      revisions.refresh();

      assertRefused(
          ProblemType.UNAUTHENTICATED,
          () -> authentications.authenticate("Bearer " + pair.accessToken(), null));
      assertRefused(
          ProblemType.UNAUTHENTICATED,
          () -> authentications.authenticate("Bearer " + minted.text(), null));
      assertRefused(ProblemType.UNAUTHENTICATED, () -> signIns.refresh(pair.refreshToken()));
      assertRefused(
          ProblemType.UNAUTHENTICATED, () -> signIns.signIn("owner", PASSWORD, Set.of(), "here"));
    } finally {
      disable(false);
    }
  }

  @Test
  void knowsNobodyWhenTheDatabaseWasNotHeardOfLately() {
    MintedKey minted = mint(Scope.MCP_CALL);
    Credentials blind = judgingBy(new Revisions(database, List.of(), System::nanoTime));

    assertRefused(
        ProblemType.UNAVAILABLE, () -> blind.authenticate("Bearer " + minted.text(), null));
  }

  @Test
  void refusesTheKeysOfAnAccountThatCannotBeRead() {
    MintedKey minted = mint(Scope.MCP_CALL);
    AccountSnapshot unreadable =
        each -> {
          throw new IllegalStateException("a row that does not parse");
        };
    Revisions failing = new Revisions(database, List.of(unreadable), System::nanoTime);
    failing.refresh();

    assertRefused(
        ProblemType.UNAVAILABLE,
        () -> judgingBy(failing).authenticate("Bearer " + minted.text(), null));
  }

  @Test
  void knowsWhoIsStillInGoodStanding() {
    Principals principals = context.getBean(Principals.class);
    UUID id = mint(Scope.MCP_CALL).key().id();
    assertThat(principals.inStanding(account, "api_key", id)).isPresent();
    assertThat(principals.inStanding(account, "user", user.value())).contains(owner);
    assertThat(principals.inStanding(account, "user", id)).isEmpty();
    assertThat(principals.inStanding(new AccountId(Ids.next()), "api_key", id)).isEmpty();

    keys.revoke(owner, id);

    assertThat(principals.inStanding(account, "api_key", id)).isEmpty();
  }

  private Credentials judgingBy(Revisions confirmed) {
    return new Credentials(
        context.getBean(Principals.class),
        context.getBean(AccessTokens.class),
        context.getBean(TokenTexts.class),
        confirmed,
        clock);
  }

  private void disable(boolean disabled) {
    database.doInAccount(
        account, jdbc -> jdbc.sql("update users set disabled = ?").param(disabled).update());
  }

  private MintedKey mint(Scope... scopes) {
    return keys.mint(owner, new NewKey("key " + Ids.next(), Set.of(scopes), null));
  }

  private static void assertRefused(ProblemType expected, ThrowingCallable call) {
    assertThat(refusal(call).type()).isEqualTo(expected);
  }

  private static ProblemException refusal(ThrowingCallable call) {
    return assertThatThrownBy(call).asInstanceOf(type(ProblemException.class)).actual();
  }
}
