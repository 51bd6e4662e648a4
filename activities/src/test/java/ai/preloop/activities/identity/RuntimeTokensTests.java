package ai.preloop.activities.identity;

import static ai.preloop.activities.identity.IdentityFixtures.owner;
import static ai.preloop.activities.identity.IdentityFixtures.recorded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Runtime tokens over a real database: what they can be, and when they end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuntimeTokensTests {

  private static final Set<Scope> CALLS = Set.of(Scope.MCP_CALL, Scope.GATEWAY_INVOKE);
  private static final Labels KEYS = Labels.ofKey("search", "research", "nightly");

  private final MovableClock clock = new MovableClock();
  private AnnotationConfigApplicationContext context;
  private Database database;
  private Authentications authentications;
  private Principals principals;
  private RuntimeTokens tokens;
  private AccountId account;
  private Principal owner;

  @BeforeAll
  void start() {
    context = IdentityFixtures.context(clock::replaceIn);
    database = context.getBean(Database.class);
    authentications = context.getBean(Authentications.class);
    principals = context.getBean(Principals.class);
    tokens = context.getBean(RuntimeTokens.class);
    account = context.getBean(FirstStart.class).run(Optional.of("correct horse"), shown -> {});
    owner = owner(account, IdentityFixtures.ownerOf(database, account));
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @BeforeEach
  void confirm() {
    context.getBean(Revisions.class).refresh();
  }

  @Test
  void countsAsItsKeyAndSaysMoreOfItsCalls() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);

    Principal principal =
        shown(tokens.mint(key, null, wanted(Set.of(Scope.GATEWAY_INVOKE), List.of("small"))));

    assertThat(principal.id()).isEqualTo(key.id());
    assertThat(principal.who()).isEqualTo(key.who());
    assertThat(principal.kind()).isEqualTo(Principal.Kind.API_KEY);
    assertThat(principal.user()).isEqualTo(owner.user());
    assertThat(principal.scopes()).containsExactly(Scope.GATEWAY_INVOKE);
    assertThat(principal.models().patterns()).containsExactly("small");
    assertThat(principal.labels())
        .isEqualTo(new Labels("search", "research", "nightly", "run 7", "s-1"));
  }

  @Test
  void belongsToNoSessionThatStandsForAKey() {
    Labels labels = new Labels(null, null, null, null, "key:" + Ids.next());

    assertThatThrownBy(() -> new NewToken(null, AllowedModels.ALL, labels, Duration.ofHours(1)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("choose another one");
  }

  @Test
  void isAllThatItsKeyCallsWhereNothingIsAskedFor() {
    Principal key = key(Set.of(Scope.MCP_CALL, Scope.ACCOUNT_READ), AllowedModels.ALL, Labels.NONE);

    MintedToken minted = tokens.mint(key, null, hour());

    assertThat(shown(minted).scopes()).containsExactly(Scope.MCP_CALL);
    assertThat(Duration.between(minted.token().createdAt(), minted.token().expiresAt()))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void canReadWhereThatIsAskedFor() {
    Principal key = key(Set.of(Scope.MCP_CALL, Scope.ACCOUNT_READ), AllowedModels.ALL, Labels.NONE);

    MintedToken minted =
        tokens.mint(key, null, wanted(Set.of(Scope.MCP_CALL, Scope.ACCOUNT_READ), null));

    assertThat(shown(minted).may(Scope.ACCOUNT_READ)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"account:admin", "policy:write", "account:read", "gateway:invoke"})
  void hasNoScopeThatItsKeyHasNot(String scope) {
    Principal key = key(Set.of(Scope.MCP_CALL), AllowedModels.ALL, Labels.NONE);

    ProblemException refused =
        refusal(
            () -> tokens.mint(key, null, wanted(Set.of(Scope.MCP_CALL, Scope.parse(scope)), null)));

    assertThat(refused.type()).isEqualTo(ProblemType.UNPROCESSABLE);
    assertThat(refused.detail()).contains("does not have the scope " + scope);
  }

  @ParameterizedTest
  @CsvSource({
    "small,true",
    "gpt-4o,true",
    "gpt-*,true",
    "gpt-4*,true",
    "gp*,false",
    "*,false",
    "large,false"
  })
  void namesNoModelThatItsKeyMayNotCall(String pattern, boolean fits) {
    Principal key = key(CALLS, AllowedModels.of(List.of("small", "gpt-*")), Labels.NONE);
    NewToken wanted = wanted(CALLS, List.of(pattern));

    if (fits) {
      assertThat(shown(tokens.mint(key, null, wanted)).models().patterns())
          .containsExactly(pattern);
    } else {
      assertRefused(ProblemType.UNPROCESSABLE, () -> tokens.mint(key, null, wanted));
    }
  }

  @Test
  void mayCallWhatItsKeyMayWhereItNamesNoModels() {
    Principal key = key(CALLS, AllowedModels.of(List.of("small")), Labels.NONE);

    assertThat(shown(tokens.mint(key, null, hour())).models().allow("large")).isFalse();
  }

  @Test
  void saysNothingElseThanItsKey() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    NewToken other =
        new NewToken(
            null, AllowedModels.ALL, Labels.ofKey(null, "billing", null), NewToken.USUAL_LIFE);

    ProblemException refused = refusal(() -> tokens.mint(key, null, other));

    assertThat(refused.type()).isEqualTo(ProblemType.UNPROCESSABLE);
    assertThat(refused.detail()).contains("its agent is `research`");
  }

  @ParameterizedTest
  @MethodSource("claims")
  void ofAKeyIsOfNoOtherTeamAgentOrFlow(Labels claim) {
    Principal key = key(CALLS, AllowedModels.ALL, Labels.NONE);
    NewToken claiming = new NewToken(null, AllowedModels.ALL, claim, NewToken.USUAL_LIFE);

    assertRefused(ProblemType.UNPROCESSABLE, () -> tokens.mint(key, null, claiming));

    assertThat(shown(tokens.mint(owner, key.name(), claiming)).labels()).isEqualTo(claim);
  }

  static List<Labels> claims() {
    return List.of(
        Labels.ofKey("search", null, null),
        Labels.ofKey(null, "research", null),
        Labels.ofKey(null, null, "nightly"));
  }

  @Test
  void makesNoTokens() {
    Principal token = shown(tokens.mint(key(CALLS, AllowedModels.ALL, KEYS), null, hour()));

    assertRefused(ProblemType.FORBIDDEN, () -> tokens.mint(token, null, hour()));
  }

  @Test
  void isNotMadeByAKeyThatMakesNoCalls() {
    Principal reader = key(Set.of(Scope.ACCOUNT_READ), AllowedModels.ALL, Labels.NONE);

    assertRefused(ProblemType.FORBIDDEN, () -> tokens.mint(reader, null, hour()));
  }

  @Test
  void isMadeOfTheKeyThatAnOwnerNames() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);

    assertThat(shown(tokens.mint(owner, key.name(), hour())).id()).isEqualTo(key.id());
    assertThat(shown(tokens.mint(owner, key.id().toString(), hour())).id()).isEqualTo(key.id());
    assertRefused(ProblemType.UNPROCESSABLE, () -> tokens.mint(owner, null, hour()));
    assertRefused(ProblemType.UNPROCESSABLE, () -> tokens.mint(owner, "no such key", hour()));
  }

  @Test
  void isMadeOfNoOtherKeyByAKey() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    Principal other = key(CALLS, AllowedModels.ALL, Labels.NONE);

    assertRefused(ProblemType.UNPROCESSABLE, () -> tokens.mint(key, other.name(), hour()));
  }

  @Test
  void isMadeByNoPersonWhoIsNoOwner() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    Principal reader =
        new Principal(
            account,
            Principal.Kind.USER,
            owner.id(),
            "ana",
            owner.user(),
            "ana",
            Set.of(Scope.ACCOUNT_READ),
            Set.of());

    assertRefused(ProblemType.FORBIDDEN, () -> tokens.mint(reader, key.name(), hour()));
  }

  @ParameterizedTest
  @ValueSource(longs = {59, 86_401, -1})
  void livesAMinuteToADay(long seconds) {
    assertRefused(
        ProblemType.UNPROCESSABLE,
        () -> new NewToken(null, AllowedModels.ALL, Labels.NONE, Duration.ofSeconds(seconds)));
  }

  @Test
  void endsWithItsKeysTime() {
    Instant end = clock.instant().plus(Duration.ofMinutes(10));
    MintedKey minted =
        context.getBean(ApiKeys.class).mint(owner, new NewKey("short " + Ids.next(), CALLS, end));

    MintedToken token = tokens.mint(shown(minted.text()), null, hour());

    assertThat(token.token().expiresAt()).isEqualTo(minted.key().expiresAt());
  }

  @Test
  void isOverInItsTime() {
    MintedToken minted = tokens.mint(key(CALLS, AllowedModels.ALL, KEYS), null, hour());
    Principal before = shown(minted);

    clock.move(Duration.ofHours(2));
    try {
      assertOut(minted);
      assertThat(principals.inStanding(before)).isEmpty();
    } finally {
      clock.move(Duration.ofHours(-2));
    }
  }

  @Test
  void isOutWhenItIsEnded() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    MintedToken minted = tokens.mint(key, null, hour());
    Principal before = shown(minted);
    assertThat(principals.inStanding(before)).contains(before);

    tokens.revoke(key, minted.token().id());

    assertOut(minted);
    assertThat(principals.inStanding(before)).isEmpty();
    assertThat(principals.inStanding(key)).contains(key);
    assertRefused(ProblemType.NOT_FOUND, () -> tokens.revoke(key, minted.token().id()));
  }

  @Test
  void endsItself() {
    MintedToken minted = tokens.mint(key(CALLS, AllowedModels.ALL, KEYS), null, hour());

    tokens.revokeOwn(shown(minted));

    assertOut(minted);
  }

  @Test
  void isEndedByNoOtherKeyOrToken() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    MintedToken minted = tokens.mint(key, null, hour());
    Principal sibling = shown(tokens.mint(key, null, hour()));
    Principal other = key(CALLS, AllowedModels.ALL, Labels.NONE);

    assertRefused(ProblemType.NOT_FOUND, () -> tokens.revoke(other, minted.token().id()));
    assertRefused(ProblemType.NOT_FOUND, () -> tokens.revoke(sibling, minted.token().id()));
    assertRefused(ProblemType.FORBIDDEN, () -> tokens.revokeOwn(key));
    assertThat(shown(minted).token()).isEqualTo(minted.token().id());
  }

  @Test
  void isOutWithItsKey() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    MintedToken minted = tokens.mint(key, null, hour());
    shown(minted);

    context.getBean(ApiKeys.class).revoke(owner, key.id());

    assertOut(minted);
    assertRefused(ProblemType.UNPROCESSABLE, () -> tokens.mint(key, null, hour()));
  }

  @Test
  void isOutWhileItsPersonIsDisabled() {
    MintedToken minted = tokens.mint(key(CALLS, AllowedModels.ALL, KEYS), null, hour());
    shown(minted);
    disable(true);
    try {
      assertOut(minted);
    } finally {
      disable(false);
    }
    assertThat(shown(minted).token()).isEqualTo(minted.token().id());
  }

  @Test
  void isGoodForATokenThatWasNeverShownHereAndWaits() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    UUID id = tokens.mint(key, null, hour()).token().id();

    assertThat(principals.inStanding(account, "api_key", key.id(), id))
        .hasValueSatisfying(principal -> assertThat(principal.token()).isEqualTo(id));
    assertThat(principals.inStanding(account, "api_key", key.id(), Ids.next())).isEmpty();
  }

  @Test
  void isNotGoodForAnotherKey() {
    UUID id = tokens.mint(key(CALLS, AllowedModels.ALL, KEYS), null, hour()).token().id();
    Principal other = key(CALLS, AllowedModels.ALL, Labels.NONE);

    assertThat(principals.inStanding(account, "api_key", other.id(), id)).isEmpty();
  }

  @Test
  void isReadOnceAndNeverAgain() {
    MintedToken minted = tokens.mint(key(CALLS, AllowedModels.ALL, KEYS), null, hour());
    Principal first = shown(minted);
    database.doAsSystem(jdbc ->
        jdbc.sql("delete from runtime_tokens where id = ?").param(minted.token().id()).update());

    assertThat(shown(minted)).isEqualTo(first);
  }

  @Test
  void bringsNoNewsToNodesWhenItIsMade() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    long before = revision();

    tokens.mint(key, null, hour());

    assertThat(revision()).isEqualTo(before);
  }

  @Test
  void isStoredAsAHashOnly() {
    MintedToken minted = tokens.mint(key(CALLS, AllowedModels.ALL, KEYS), null, hour());
    String secret = minted.text().split("_", -1)[2];

    String row =
        database.inAccount(
            account,
            jdbc ->
                jdbc.sql("select t::text from runtime_tokens t where id = ?")
                    .param(minted.token().id())
                    .query(String.class)
                    .single());

    assertThat(secret).hasSize(64);
    assertThat(row).contains("research").doesNotContain(secret);
    assertThat(minted.toString()).doesNotContain(secret);
  }

  @Test
  void isNotTakenWhereNobodyMadeIt() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    String text = tokens.mint(key, null, hour()).text();
    String guessed = text.substring(0, 20) + "00" + text.substring(22);
    TokenTexts others = new TokenTexts(RootKey.of("another key of 32 characters, or so"));
    String elsewhere = others.fresh(text.substring(4, 16)).text();
    String lost = context.getBean(TokenTexts.class).fresh(text.substring(4, 16)).text();

    for (String each :
        List.of(guessed, elsewhere, lost, text + "0", "prt_", text.toUpperCase(Locale.ROOT))) {
      assertRefused(
          ProblemType.UNAUTHENTICATED, () -> authentications.authenticate("Bearer " + each, null));
    }
  }

  @Test
  void areListedWithoutTheirTexts() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    MintedToken first = tokens.mint(key, null, hour());
    MintedToken second = tokens.mint(key, null, hour());
    MintedToken ended = tokens.mint(key, null, hour());
    tokens.revoke(key, ended.token().id());

    assertThat(tokens.list(owner, key.id())).containsExactly(second.token(), first.token());
    assertRefused(ProblemType.FORBIDDEN, () -> tokens.list(key, key.id()));
  }

  @Test
  void areAThousandOfOneKeyAtMost() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    MintedToken one = tokens.mint(key, null, hour());
    fill(key.id(), RuntimeTokens.MOST - 1);

    assertRefused(ProblemType.RATE_LIMITED, () -> tokens.mint(key, null, hour()));
    tokens.revoke(key, one.token().id());

    assertThat(tokens.mint(key, null, hour()).text()).startsWith("prt_");
  }

  @Test
  void areInTheLedgerWithWhatTheyAre() {
    Principal key = key(CALLS, AllowedModels.ALL, KEYS);
    tokens.revoke(key, tokens.mint(key, null, hour()).token().id());

    assertThat(recorded(database, account))
        .contains("runtime_token.mint ok", "runtime_token.revoke ok");
  }

  private void fill(UUID key, int many) {
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    insert into runtime_tokens (id, account_id, key_id, token_hash, scopes, expires_at)
                    select gen_random_uuid(), current_account(), ?, sha256(gen_random_uuid()::text::bytea),
                      '{mcp:call}', now() + interval '1 hour' from generate_series(1, ?)
                    """)
                .params(key, many)
                .update());
  }

  private long revision() {
    return database.inAccount(
        account,
        jdbc -> jdbc.sql("select revision from account_revisions").query(Long.class).single());
  }

  private void disable(boolean disabled) {
    database.doInAccount(
        account, jdbc -> jdbc.sql("update users set disabled = ?").param(disabled).update());
    context.getBean(Revisions.class).refresh();
  }

  private Principal key(Set<Scope> scopes, AllowedModels models, Labels labels) {
    NewKey wanted = new NewKey("key " + Ids.next(), scopes, null, models, labels);
    return shown(context.getBean(ApiKeys.class).mint(owner, wanted).text());
  }

  private Principal shown(MintedToken minted) {
    return shown(minted.text());
  }

  private Principal shown(String credential) {
    return authentications.authenticate("Bearer " + credential, null);
  }

  private void assertOut(MintedToken minted) {
    assertRefused(ProblemType.UNAUTHENTICATED, () -> shown(minted));
  }

  private static NewToken hour() {
    return new NewToken(null, AllowedModels.ALL, Labels.NONE, NewToken.USUAL_LIFE);
  }

  private static NewToken wanted(Set<Scope> scopes, @Nullable List<String> models) {
    return new NewToken(
        scopes,
        AllowedModels.of(models),
        new Labels(null, null, null, "run 7", "s-1"),
        NewToken.USUAL_LIFE);
  }

  private static void assertRefused(ProblemType expected, ThrowingCallable call) {
    assertThat(refusal(call).type()).isEqualTo(expected);
  }

  private static ProblemException refusal(ThrowingCallable call) {
    return assertThatThrownBy(call).asInstanceOf(type(ProblemException.class)).actual();
  }
}
