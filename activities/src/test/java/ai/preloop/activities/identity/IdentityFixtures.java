package ai.preloop.activities.identity;

import ai.preloop.activities.audit.AuditConfiguration;
import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.database.DatabaseConfiguration;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.MigratedDatabase;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.activities.idempotency.IdempotencyConfiguration;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The identity feature over a real database, and principals of every sort. */
public final class IdentityFixtures {

  public static final RootKey ROOT = RootKey.of("a secret key of a test, 32 characters");

  private IdentityFixtures() {}

  /** A running context over a database with nothing in it; {@code more} adds or replaces beans. */
  public static AnnotationConfigApplicationContext context(
      Consumer<GenericApplicationContext> more) {
    TestDatabase fresh = MigratedDatabase.fresh();
    var settings = new DatabaseSettings(fresh.jdbcUrl(), fresh.user(), fresh.password(), 4, 3);
    var context = new AnnotationConfigApplicationContext();
    context.setAllowBeanDefinitionOverriding(true);
    context.registerBean(DatabaseSettings.class, () -> settings);
    context.registerBean(RootKey.class, () -> ROOT);
    context.registerBean(
        DatabaseClock.class,
        () -> new DatabaseClock(context.getBean(Database.class), System::nanoTime));
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    context.registerBean(Revisions.class, () -> revisions(context));
    context.register(
        DatabaseConfiguration.class,
        AuditConfiguration.class,
        IdempotencyConfiguration.class,
        IdentityConfiguration.class);
    more.accept(context);
    context.refresh();
    return context;
  }

  /** A person who signed in as the owner of this account. */
  public static Principal owner(AccountId account, UserId user) {
    return new Principal(
        account,
        Principal.Kind.USER,
        user.value(),
        "owner",
        user,
        "owner",
        Set.of(Scope.APPROVALS_DECIDE, Scope.POLICY_WRITE, Scope.ACCOUNT_READ, Scope.ACCOUNT_ADMIN),
        Set.of("owner"));
  }

  /** A key of the owner with these scopes. */
  public static Principal key(AccountId account, UserId user, Scope... scopes) {
    return new Principal(
        account,
        Principal.Kind.API_KEY,
        Ids.next(),
        "a key",
        user,
        "owner",
        Set.of(scopes),
        Set.of("owner"));
  }

  /** The first owner of the account. */
  public static UserId ownerOf(Database database, AccountId account) {
    return database.inAccount(
        account,
        jdbc -> new UserId(jdbc.sql("select id from users limit 1").query(UUID.class).single()));
  }

  /** The actions that the ledger of this account has, in order, each with its outcome. */
  public static List<String> recorded(Database database, AccountId account) {
    WrittenLedger.await(database);
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql("select action || ' ' || outcome from audit_records order by seq")
                .query(String.class)
                .list());
  }

  private static Revisions revisions(GenericApplicationContext context) {
    return new Revisions(
        context.getBean(Database.class),
        context.getBeanProvider(AccountSnapshot.class).stream().toList(),
        System::nanoTime);
  }
}
