package ai.preloop.activities.modellists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.accounts.AccountsConfiguration;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.AllowedModels;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.modellists.ModelAllowList.Plan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Lists of models over a real database: whose calls they are about, and what they keep from them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelAllowListsTests {

  private AnnotationConfigApplicationContext context;
  private ModelAllowLists lists;
  private KnownAllowLists known;
  private AccountId account;
  private UserId user;
  private Principal owner;

  @BeforeAll
  void start() {
    context =
        IdentityFixtures.context(beans -> {
          beans.registerBean(
              KnownAllowLists.class, () -> new KnownAllowLists(beans.getBean(Database.class)));
          beans.registerBean(AccountsConfiguration.class);
          beans.registerBean(
              ModelAllowLists.class, () -> new ModelAllowLists(beans.getBean(AccountRows.class)));
        });
    account = context.getBean(FirstStart.class).run(Optional.of("correct horse"), shown -> {});
    user = IdentityFixtures.ownerOf(context.getBean(Database.class), account);
    owner = IdentityFixtures.owner(account, user);
    lists = context.getBean(ModelAllowLists.class);
    known = context.getBean(KnownAllowLists.class);
    context.getBean(Revisions.class).refresh();
  }

  @AfterEach
  void empty() {
    lists.list(owner).forEach(list -> lists.delete(owner, list.id()));
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @ParameterizedTest
  @CsvSource({
    "account, , The list of models for the account does not have the model large.",
    "user, OWNER, The list of models for the user owner does not have the model large.",
    "team, search, The list of models for the team search does not have the model large.",
    "agent, research, The list of models for the agent research does not have the model large.",
    "flow, nightly, The list of models for the flow nightly does not have the model large.",
  })
  void keepsWhatItDoesNotHaveFromCallsOfItsScope(
      String type, @Nullable String value, String sentence) {
    lists.create(owner, plan(type, value, "small", "gpt-*"));
    Principal caller = caller(new Labels("search", "research", "nightly", null, null));

    assertThat(known.objection(caller, "large")).contains(sentence);
    assertThat(known.objection(caller, "small")).isEmpty();
    assertThat(known.objection(caller, "gpt-5")).isEmpty();
    assertThat(known.objection(caller, "Small")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"team, sales", "agent, billing", "flow, daily"})
  void hasNothingToSayOfCallsOfOthers(String type, String value) {
    lists.create(owner, plan(type, value, "small"));

    assertThat(
            known.objection(
                caller(new Labels("search", "research", "nightly", null, null)), "large"))
        .isEmpty();
    assertThat(known.objection(caller(Labels.NONE), "large")).isEmpty();
  }

  @Test
  void hasNothingToSayOfAnotherPerson() {
    lists.create(owner, plan("user", user.toString(), "small"));

    assertThat(known.objection(of(new UserId(Ids.next()), Labels.NONE), "large")).isEmpty();
    assertThat(known.objection(caller(Labels.NONE), "large")).isPresent();
  }

  @Test
  void allThatAreAboutACallMustHaveTheModel() {
    lists.create(owner, plan("account", null, "small", "large"));
    lists.create(owner, plan("agent", "research", "large", "huge"));
    Principal caller = caller(Labels.ofKey(null, "research", null));

    assertThat(known.objection(caller, "large")).isEmpty();
    assertThat(known.objection(caller, "small")).isPresent();
    assertThat(known.objection(caller, "huge")).isPresent();
  }

  @Test
  void areInForceAsTheyAreNow() {
    ModelAllowList made = lists.create(owner, plan("agent", "research", "small"));
    Principal caller = caller(Labels.ofKey(null, "research", null));

    lists.update(owner, made.id(), plan("agent", "research", "large"));
    assertThat(known.objection(caller, "large")).isEmpty();
    assertThat(known.objection(caller, "small")).isPresent();

    lists.delete(owner, made.id());
    assertThat(known.objection(caller, "small")).isEmpty();
  }

  @Test
  void anAccountThatWasNeverReadIsShut() {
    Principal stranger =
        IdentityFixtures.key(new AccountId(Ids.next()), user, Scope.GATEWAY_INVOKE);

    assertRefused(ProblemType.UNAVAILABLE, () -> known.objection(stranger, "small"));
  }

  @Test
  void oneScopeHasOneList() {
    lists.create(owner, plan("agent", "research", "small"));
    ModelAllowList other = lists.create(owner, plan("agent", "billing", "small"));

    assertRefused(
        ProblemType.CONFLICT, () -> lists.create(owner, plan("agent", "research", "large")));
    assertRefused(
        ProblemType.CONFLICT,
        () -> lists.update(owner, other.id(), plan("agent", "research", "large")));
  }

  @ParameterizedTest
  @CsvSource({
    "key, x, small",
    "account, x, small",
    "agent, , small",
    "agent, ' ', small",
    "user, nobody, small",
    "agent, research, a*b",
  })
  void refusesWhatWouldKeepNothingFromAnybody(String type, @Nullable String value, String model) {
    assertRefused(ProblemType.UNPROCESSABLE, () -> lists.create(owner, plan(type, value, model)));
  }

  @Test
  void hasAModelAtLeast() {
    assertRefused(ProblemType.UNPROCESSABLE, () -> plan("account", null));
  }

  @Test
  void areMadeByPeopleWithTheRightAndReadByWhoeverReads() {
    Principal reader = IdentityFixtures.key(account, user, Scope.ACCOUNT_READ);
    ModelAllowList made = lists.create(owner, plan("user", "OWNER", "small"));

    assertThat(lists.list(reader)).containsExactly(made);
    assertThat(made.scope().value()).isEqualTo(user.toString());
    assertRefused(
        ProblemType.FORBIDDEN, () -> lists.create(reader, plan("agent", "research", "small")));
    assertRefused(ProblemType.FORBIDDEN, () -> lists.delete(reader, made.id()));
    assertRefused(ProblemType.NOT_FOUND, () -> lists.delete(owner, Ids.next()));
  }

  @Test
  void areInTheLedger() {
    ModelAllowList made = lists.create(owner, plan("agent", "research", "small"));
    lists.update(owner, made.id(), plan("agent", "research", "large"));
    lists.delete(owner, made.id());

    assertThat(IdentityFixtures.recorded(context.getBean(Database.class), account))
        .contains(
            "model_allow_list.created ok",
            "model_allow_list.changed ok",
            "model_allow_list.removed ok");
  }

  private static Plan plan(String type, @Nullable String value, String... models) {
    return Plan.of(ListScope.of(type, value), List.of(models));
  }

  private Principal caller(Labels labels) {
    return of(user, labels);
  }

  private Principal of(UserId person, Labels labels) {
    return new Principal(
        account,
        Principal.Kind.API_KEY,
        Ids.next(),
        "ci",
        person,
        "owner",
        Set.of(Scope.GATEWAY_INVOKE),
        Set.of(),
        AllowedModels.ALL,
        labels,
        null);
  }

  private static void assertRefused(ProblemType expected, ThrowingCallable call) {
    assertThat(assertThatThrownBy(call).asInstanceOf(type(ProblemException.class)).actual().type())
        .isEqualTo(expected);
  }
}
