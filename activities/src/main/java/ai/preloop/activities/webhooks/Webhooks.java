package ai.preloop.activities.webhooks;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.accounts.Change;
import ai.preloop.activities.accounts.Named;
import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.webhooks.Webhook.Made;
import ai.preloop.activities.webhooks.Webhook.Plan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes webhooks, tries them and lets them go; a person with account:admin does. */
public final class Webhooks {

  private static final int MOST = 10;
  private static final String TAKEN = "There is a webhook of this name already.";

  private final Database database;
  private final AccountRows rows;
  private final SealedSecrets secrets;
  private final AddressRules addresses;
  private final Outbox outbox;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Webhooks(
      Database database,
      AccountRows rows,
      SealedSecrets secrets,
      AddressRules addresses,
      Outbox outbox,
      InstantSource clock) {
    this.database = database;
    this.rows = rows;
    this.secrets = secrets;
    this.addresses = addresses;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** An address may have a token in its path: others than administrators see its origin alone. */
  public List<Webhook> list(Principal principal) {
    return rows.read(principal, jdbc -> WebhookRows.all(jdbc, principal.account())).stream()
        .map(webhook -> shown(principal, webhook))
        .toList();
  }

  /** As above, by its name or its id. */
  public Webhook get(Principal principal, String called) {
    return shown(principal, rows.read(principal, jdbc -> find(jdbc, principal, called)));
  }

  private static Webhook shown(Principal to, Webhook webhook) {
    return to.may(Scope.ACCOUNT_ADMIN)
        ? webhook
        : new Webhook(
            webhook.id(),
            new Plan(webhook.name(), URI.create(origin(webhook.plan()))),
            webhook.createdAt(),
            webhook.last());
  }

  /**
   * CONFLICT when the name is taken or there are ten, UNPROCESSABLE where the address is not to be
   * connected to.
   */
  public Made create(Principal principal, Plan plan) {
    principal.require(Scope.ACCOUNT_ADMIN);
    var _ = addresses.resolve(plan.url());
    UUID id = Ids.next();
    SigningSecret secret = SigningSecret.random(random);
    byte[] sealed = secrets.seal(principal.account(), id, secret);
    Webhook made =
        rows.change(
            principal,
            TAKEN,
            jdbc -> {
              requireRoom(jdbc, principal);
              WebhookRows.add(jdbc, principal.account(), id, plan, sealed);
              return said("webhook.created", find(jdbc, principal, id.toString()));
            });
    return new Made(made, secret.shown());
  }

  /** Sends it an event that says nothing, as soon as may be. */
  public Webhook test(Principal principal, String called) {
    principal.require(Scope.ACCOUNT_ADMIN);
    return database.inAccount(
        principal.account(),
        jdbc -> {
          Webhook found = find(jdbc, principal, called);
          Event event = new Event("webhook.test", clock.instant(), Map.of("name", found.name()));
          outbox.tell(jdbc, principal.account(), found.id(), event);
          return find(jdbc, principal, found.id().toString());
        });
  }

  /** What was not delivered yet is never sent. */
  public void delete(Principal principal, String called) {
    rows.change(
        principal,
        jdbc -> {
          Webhook found = find(jdbc, principal, called);
          WebhookRows.delete(jdbc, principal.account(), found.id());
          return said("webhook.removed", found);
        });
  }

  private static void requireRoom(JdbcClient jdbc, Principal principal) {
    if (WebhookRows.all(jdbc, principal.account()).size() >= MOST) {
      throw new ProblemException(
          ProblemType.CONFLICT, "An account has at most %d webhooks.".formatted(MOST));
    }
  }

  private static Webhook find(JdbcClient jdbc, Principal principal, String called) {
    return Named.find(WebhookRows.all(jdbc, principal.account()), called, "webhook");
  }

  /** An address may have a token in its path, so that its origin alone is on record. */
  private static Change<Webhook> said(String action, Webhook webhook) {
    return Change.of(webhook, action, webhook.name(), Map.of("origin", origin(webhook.plan())));
  }

  private static String origin(Plan plan) {
    return plan.url().getScheme() + "://" + plan.url().getRawAuthority();
  }
}
