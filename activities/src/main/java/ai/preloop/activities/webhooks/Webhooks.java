package ai.preloop.activities.webhooks;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
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
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Makes webhooks, tries them and lets them go; a person with account:admin does. */
public final class Webhooks {

  private static final int MOST = 10;

  private final Database database;
  private final SealedSecrets secrets;
  private final AddressRules addresses;
  private final Outbox outbox;
  private final Audit audit;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Webhooks(
      Database database,
      SealedSecrets secrets,
      AddressRules addresses,
      Outbox outbox,
      Audit audit,
      InstantSource clock) {
    this.database = database;
    this.secrets = secrets;
    this.addresses = addresses;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
  }

  /** An address may have a token in its path: others than administrators see its origin alone. */
  public List<Webhook> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database
        .inAccount(principal.account(), jdbc -> WebhookRows.all(jdbc, principal.account()))
        .stream()
        .map(webhook -> shown(principal, webhook))
        .toList();
  }

  /** As above, by its name or its id. */
  public Webhook get(Principal principal, String called) {
    principal.require(Scope.ACCOUNT_READ);
    return shown(
        principal, database.inAccount(principal.account(), jdbc -> find(jdbc, principal, called)));
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
    try {
      return database.inAccount(
          principal.account(),
          jdbc -> {
            requireRoom(jdbc, principal);
            WebhookRows.add(jdbc, principal.account(), id, plan, sealed);
            record(principal, "webhook.created", plan);
            return new Made(find(jdbc, principal, id.toString()), secret.shown());
          });
    } catch (DuplicateKeyException e) {
      throw new ProblemException(ProblemType.CONFLICT, "There is a webhook of this name already.")
          .causedBy(e);
    }
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
    principal.require(Scope.ACCOUNT_ADMIN);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          Webhook found = find(jdbc, principal, called);
          WebhookRows.delete(jdbc, principal.account(), found.id());
          record(principal, "webhook.removed", found.plan());
        });
  }

  private static void requireRoom(JdbcClient jdbc, Principal principal) {
    if (WebhookRows.all(jdbc, principal.account()).size() >= MOST) {
      throw new ProblemException(
          ProblemType.CONFLICT, "An account has at most %d webhooks.".formatted(MOST));
    }
  }

  private static Webhook find(JdbcClient jdbc, Principal principal, String called) {
    List<Webhook> all = WebhookRows.all(jdbc, principal.account());
    return all.stream()
        .filter(webhook -> webhook.name().equals(called))
        .findFirst()
        .or(() ->
            all.stream().filter(webhook -> webhook.id().toString().equals(called)).findFirst())
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such webhook."));
  }

  /** An address may have a token in its path, so that its origin alone is on record. */
  private void record(Principal principal, String action, Plan plan) {
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(
                action,
                plan.name(),
                null,
                JsonMapper.shared().writeValueAsString(Map.of("origin", origin(plan))))));
  }

  private static String origin(Plan plan) {
    return plan.url().getScheme() + "://" + plan.url().getRawAuthority();
  }
}
