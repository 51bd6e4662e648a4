package ai.preloop.activities.models;

import static ai.preloop.activities.models.ModelFixtures.at;
import static ai.preloop.activities.models.ModelFixtures.plan;
import static ai.preloop.activities.models.ModelFixtures.prices;
import static ai.preloop.activities.models.ModelFixtures.shared;
import static ai.preloop.activities.models.ModelFixtures.withFallback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.accounts.AccountsConfiguration;
import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.models.AiModel.Terms;
import ai.preloop.activities.providers.ProvidersConfiguration;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.secrets.SecretsConfiguration;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Models of accounts over a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AiModelsTests {

  private static final String HERE = "https://models.example.com/v1";
  private static final Origin THERE = origin("https://elsewhere.example.com");

  private AnnotationConfigApplicationContext context;
  private Database database;
  private AiModels models;
  private KnownModels known;
  private SecretStore secrets;
  private AccountId account;
  private Principal owner;

  @BeforeAll
  void start() {
    context =
        IdentityFixtures.context(more -> {
          more.registerBean(SecretsConfiguration.class);
          more.registerBean(AccountsConfiguration.class);
          more.registerBean(ModelsConfiguration.class);
          more.registerBean(ProvidersConfiguration.class);
          more.registerBean(ModelTrial.class, () -> AiModelsTests::tried);
        });
    database = context.getBean(Database.class);
    models = context.getBean(AiModels.class);
    known = context.getBean(KnownModels.class);
    secrets = context.getBean(SecretStore.class);
    account = context.getBean(FirstStart.class).run(Optional.of("a password of it"), shown -> {});
    owner = IdentityFixtures.owner(account, IdentityFixtures.ownerOf(database, account));
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @AfterEach
  void clear() {
    database.doInAccount(account, jdbc -> jdbc.sql("delete from ai_models").update());
    secrets.names(account).forEach(name -> secrets.delete(account, name, owner.who()));
  }

  @Test
  void everythingComesBackAsItWasSaid() {
    add(plan("spare", "openai", "gpt-4o"));
    Plan whole =
        new Plan(
            "eu/large:v1",
            "openai_compatible",
            "large",
            URI.create(HERE),
            "some-secret",
            new Terms(
                prices("2.5", "10", null, "0.000001", null),
                new Limits(
                    1,
                    2,
                    3,
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3_600)),
                new Routing(List.of(), List.of("spare"))));
    AiModel made = add(whole);

    assertThat(made.plan()).isEqualTo(whole);
    assertThat(models.get(owner, "eu/large:v1")).isEqualTo(made);
    assertThat(models.get(owner, made.id().toString())).isEqualTo(made);
    assertThat(models.list(owner))
        .extracting(AiModel::alias)
        .containsExactly("eu/large:v1", "spare");
  }

  @Test
  void aModelIsServedByAProviderThatThereIs() {
    assertThatThrownBy(() -> add(plan("a", "cohere", "x")))
        .hasMessage(
            "provider is one of anthropic, azure_openai, bedrock, gemini, openai, openai_compatible; `cohere` is none.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"azure_openai", "bedrock", "openai_compatible"})
  void someProvidersAreNowhereWithoutAnEndpoint(String provider) {
    assertThatThrownBy(() -> add(plan("a", provider, "x"))).hasMessageContaining("endpoint");
    assertThat(add(ModelFixtures.at(HERE, provider, "x")).plan().endpoint())
        .isEqualTo(URI.create(HERE));
  }

  @Test
  void thisNodeKnowsAChangeAtOnce() {
    AiModel made = add(plan("fast", "openai", "gpt-4o-mini"));
    assertThat(known.find(account, "fast")).hasValue(made);
    assertThat(known.find(account, made.id())).hasValue(made);
    assertThat(known.find(account, "FAST")).isEmpty();
    assertThat(known.find(new AccountId(made.id()), "fast")).isEmpty();

    AiModel renamed = models.update(owner, "fast", draft(plan("quick", "openai", "gpt-4o")));
    assertThat(known.find(account, "fast")).isEmpty();
    assertThat(known.find(account, "quick")).hasValue(renamed);
    assertThat(renamed.id()).isEqualTo(made.id());

    models.delete(owner, "quick");
    assertThat(known.all(account)).isEmpty();
  }

  @Test
  void anAliasIsOfOneModel() {
    add(plan("one", "openai", "gpt-4o"));
    add(plan("two", "openai", "gpt-4o"));

    refused(ProblemType.CONFLICT, "alias", () -> add(plan("one", "openai", "gpt-4o")));
    refused(
        ProblemType.CONFLICT,
        "alias",
        () -> models.update(owner, "two", draft(plan("one", "openai", "gpt-4o"))));
    refused(ProblemType.NOT_FOUND, "no such model", () -> models.get(owner, "three"));
  }

  @Test
  void aRouteIsToWhatIsThereAndRoutesNoFurther() {
    add(plan("a", "openai", "gpt-4o"));
    add(shared("share", "a"));

    refused(ProblemType.UNPROCESSABLE, "`gone`", () -> add(shared("b", "a", "gone")));
    refused(ProblemType.UNPROCESSABLE, "`gone`", () -> add(withFallback("b", "gone")));
    refused(
        ProblemType.UNPROCESSABLE, "shares its calls out itself", () -> add(shared("b", "share")));
    refused(
        ProblemType.UNPROCESSABLE,
        "shares its calls out itself",
        () -> add(withFallback("b", "share")));
    assertThat(models.list(owner)).extracting(AiModel::alias).containsExactly("a", "share");
  }

  @Test
  void whatOthersRouteToStays() {
    add(plan("a", "openai", "gpt-4o"));
    add(plan("c", "openai", "gpt-4o"));
    add(shared("s", "a"));
    add(withFallback("f", "a"));

    refused(ProblemType.CONFLICT, "f, s", () -> models.delete(owner, "a"));
    refused(
        ProblemType.CONFLICT,
        "f, s",
        () -> models.update(owner, "a", draft(plan("b", "openai", "gpt-4o"))));
    refused(ProblemType.CONFLICT, "f, s", () -> models.update(owner, "a", draft(shared("a", "c"))));
    models.update(owner, "a", draft(plan("a", "openai", "gpt-4o-mini")));
    models.delete(owner, "s");
    models.delete(owner, "f");
    models.delete(owner, "a");
  }

  @Test
  void aKeyIsKeptForItsEndpointAndShownNowhere() {
    AiModel made = models.create(owner, keyed(at(HERE, "openai_compatible", "x"), "hush-1"));
    String name = String.valueOf(made.plan().secret());

    assertThat(name).isEqualTo("models/" + made.id());
    assertThat(secrets.get(account, name, origin(HERE))).isEqualTo("hush-1");
    refused(ProblemType.FORBIDDEN, "rebind", () -> secrets.get(account, name, THERE));
    assertThat(arguments()).isNotEmpty().noneMatch(text -> text.contains("hush"));
    assertThat(keyed(made.plan().keyed(null), "hush-1").toString()).doesNotContain("hush");
  }

  @Test
  void aKeyDoesNotFollowItsModelToAnotherOrigin() {
    AiModel made = models.create(owner, keyed(at(HERE, "openai_compatible", "x"), "hush"));
    String name = String.valueOf(made.plan().secret());

    AiModel moved = models.update(owner, "own", draft(at(THERE.text(), "openai_compatible", "x")));
    assertThat(moved.plan().secret()).isEqualTo(name);
    refused(ProblemType.FORBIDDEN, "rebind", () -> secrets.get(account, name, THERE));

    models.update(owner, "own", keyed(at(THERE.text(), "openai_compatible", "x"), "other"));
    assertThat(secrets.get(account, name, THERE)).isEqualTo("other");
    refused(ProblemType.FORBIDDEN, "rebind", () -> secrets.get(account, name, origin(HERE)));
  }

  @Test
  void aKeyWithoutAnEndpointIsBoundByItsFirstUse() {
    AiModel made = models.create(owner, keyed(plan("a", "openai", "gpt-4o"), "hush"));
    String name = String.valueOf(made.plan().secret());

    assertThat(secrets.get(account, name, THERE)).isEqualTo("hush");
    refused(ProblemType.FORBIDDEN, "rebind", () -> secrets.get(account, name, origin(HERE)));
  }

  @Test
  void aKeyGoesWithItsModelAndWhenItIsDropped() {
    models.create(owner, keyed(plan("a", "openai", "gpt-4o"), "hush"));
    models.create(owner, keyed(plan("b", "openai", "gpt-4o"), "hush"));
    models.create(owner, keyed(plan("c", "openai", "gpt-4o"), "hush"));
    assertThat(secrets.names(account)).hasSize(3);

    models.delete(owner, "a");
    models.update(
        owner, "b", new ModelDraft(plan("b", "openai", "gpt-4o"), null, ModelDraft.Key.DROPPED));
    assertThat(models.get(owner, "b").plan().secret()).isNull();
    models.update(owner, "c", draft(plan("c", "openai", "gpt-4o").keyed("by-hand")));
    assertThat(models.get(owner, "c").plan().secret()).isEqualTo("by-hand");
    assertThat(secrets.names(account)).isEmpty();
  }

  @Test
  void whoTakesAFreeAliasGetsNobodysKey() {
    AiModel first = models.create(owner, keyed(plan("a", "openai", "gpt-4o"), "hush"));
    models.update(owner, "a", draft(plan("b", "openai", "gpt-4o")));

    AiModel second = add(plan("a", "openai", "gpt-4o"));

    assertThat(second.plan().secret()).isNull();
    assertThat(models.get(owner, "b").plan().secret()).isEqualTo(first.plan().secret());
  }

  @Test
  void aModelHasOneKeyOrNone() {
    refused(
        ProblemType.UNPROCESSABLE,
        "not both",
        () -> keyed(plan("a", "openai", "gpt-4o").keyed("by-hand"), "hush"));
    add(plan("a", "openai", "gpt-4o"));
    refused(
        ProblemType.UNPROCESSABLE,
        "no key",
        () -> models.create(owner, keyed(shared("s", "a"), "k")));
    refused(
        ProblemType.UNPROCESSABLE,
        "visible ASCII",
        () -> models.create(owner, keyed(plan("b", "openai", "gpt-4o"), "two words")));
  }

  @Test
  void changesAreOnRecord() {
    add(plan("recorded", "openai", "gpt-4o"));
    models.update(owner, "recorded", draft(plan("recorded", "openai", "gpt-4o-mini")));
    assertThat(models.test(owner, "recorded").ok()).isTrue();
    models.delete(owner, "recorded");

    assertThat(IdentityFixtures.recorded(database, account))
        .containsSubsequence(
            "ai_model.created ok",
            "ai_model.changed ok",
            "ai_model.tested ok",
            "ai_model.removed ok");
  }

  @Test
  void aTestIsOfAModelThatAProviderServes() {
    add(plan("a", "openai", "gpt-4o"));
    add(shared("s", "a"));

    assertThat(models.test(owner, "a"))
        .isEqualTo(new Trial(true, 200, Duration.ofMillis(12), "gpt-4o answered."));
    refused(ProblemType.UNPROCESSABLE, "test a", () -> models.test(owner, "s"));
  }

  @Test
  void whoMayReadMayNotChange() {
    add(plan("a", "openai", "gpt-4o"));
    Principal reader = key(Scope.ACCOUNT_READ);
    Principal agent = key();

    assertThat(models.list(reader)).hasSize(1);
    assertThat(models.get(reader, "a").alias()).isEqualTo("a");
    refused(ProblemType.FORBIDDEN, "scope", () -> models.delete(reader, "a"));
    refused(ProblemType.FORBIDDEN, "scope", () -> models.test(reader, "a"));
    refused(
        ProblemType.FORBIDDEN,
        "scope",
        () -> models.create(reader, draft(plan("b", "openai", "gpt-4o"))));
    refused(
        ProblemType.FORBIDDEN,
        "scope",
        () -> models.update(reader, "a", draft(plan("b", "openai", "gpt-4o"))));
    refused(ProblemType.FORBIDDEN, "scope", () -> models.list(agent));
    refused(ProblemType.FORBIDDEN, "scope", () -> models.get(agent, "a"));
  }

  private static Trial tried(Principal caller, AiModel model) {
    return new Trial(true, 200, Duration.ofMillis(12), model.plan().identifier() + " answered.");
  }

  private Principal key(Scope... scopes) {
    UserId user = IdentityFixtures.ownerOf(database, account);
    return IdentityFixtures.key(account, user, scopes);
  }

  private AiModel add(Plan plan) {
    return models.create(owner, draft(plan));
  }

  private static ModelDraft draft(Plan plan) {
    return new ModelDraft(plan, null, ModelDraft.Key.KEPT);
  }

  private static ModelDraft keyed(Plan plan, String key) {
    return new ModelDraft(plan, key, ModelDraft.Key.KEPT);
  }

  private static Origin origin(String url) {
    return Origin.of(URI.create(url));
  }

  private List<String> arguments() {
    WrittenLedger.await(database);
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql("select coalesce(arguments, '') from audit_records")
                .query(String.class)
                .list());
  }

  private static void refused(ProblemType type, String sentence, ThrowingCallable asking) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(type))
        .hasMessageContaining(sentence);
  }
}
