package ai.preloop.activities.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountRowsTests {

  private AnnotationConfigApplicationContext context;
  private Database database;
  private AccountRows rows;
  private AccountId account;
  private UserId user;
  private Principal owner;

  @BeforeAll
  void start() {
    context = IdentityFixtures.context(more -> more.registerBean(AccountsConfiguration.class));
    database = context.getBean(Database.class);
    rows = context.getBean(AccountRows.class);
    account = context.getBean(FirstStart.class).run(Optional.of("a password of it"), shown -> {});
    user = IdentityFixtures.ownerOf(database, account);
    owner = IdentityFixtures.owner(account, user);
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Test
  void aChangeIsRecorded() {
    String changed = rows.change(owner, jdbc -> called(jdbc, "Ana", "thing.changed"));

    assertThat(changed).isEqualTo("Ana");
    assertThat(username(owner)).isEqualTo("Ana");
    assertThat(IdentityFixtures.recorded(database, account)).contains("thing.changed ok");
  }

  @Test
  void whatIsTakenIsAConflictThatChangesNothing() {
    String before = username(owner);

    assertRefused(
        ProblemType.CONFLICT,
        "There is one already.",
        () ->
            rows.change(
                owner,
                "There is one already.",
                jdbc -> {
                  called(jdbc, "Bo", "thing.taken");
                  jdbc.sql("insert into users select * from users").update();
                  return called(jdbc, "Cy", "thing.taken");
                }));

    assertThat(username(owner)).isEqualTo(before);
    assertThat(IdentityFixtures.recorded(database, account)).doesNotContain("thing.taken ok");
  }

  @Test
  void whoMayReadChangesNothing() {
    String before = username(owner);
    Principal reader = IdentityFixtures.key(account, user, Scope.ACCOUNT_READ);

    assertRefused(
        ProblemType.FORBIDDEN,
        "account:admin",
        () -> rows.change(reader, jdbc -> called(jdbc, "Di", "thing.changed")));

    assertThat(username(reader)).isEqualTo(before);
  }

  @Test
  void whoMayNotReadReadsNothing() {
    Principal agent = IdentityFixtures.key(account, user, Scope.MCP_CALL);

    assertRefused(ProblemType.FORBIDDEN, "account:read", () -> username(agent));
  }

  @Test
  void aNameIsReadBeforeAnId() {
    Thing first = new Thing(new UUID(0, 1), "first");
    Thing second = new Thing(new UUID(0, 2), first.id().toString());

    assertThat(Named.find(List.of(first, second), "first", "thing")).isEqualTo(first);
    assertThat(Named.find(List.of(first, second), second.name(), "thing")).isEqualTo(second);
    assertThat(Named.find(List.of(first), first.id().toString(), "thing")).isEqualTo(first);
    assertRefused(
        ProblemType.NOT_FOUND,
        "There is no such thing.",
        () -> Named.find(List.of(first), "third", "thing"));
  }

  private record Thing(UUID id, String name) implements Named {}

  private static Change<String> called(JdbcClient jdbc, String name, String action) {
    jdbc.sql("update users set username = ?").param(name).update();
    return Change.of(name, action, name, List.of());
  }

  private String username(Principal reader) {
    return rows.read(
        reader, jdbc -> jdbc.sql("select username from users").query(String.class).single());
  }

  private static void assertRefused(ProblemType type, String sentence, ThrowingCallable asking) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.type()).isEqualTo(type))
        .hasMessageContaining(sentence);
  }
}
