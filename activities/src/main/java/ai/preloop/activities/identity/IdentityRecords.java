package ai.preloop.activities.identity;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.audit.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What the ledger says of sign-ins and keys; what gives a right waits until that is committed. */
final class IdentityRecords {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityRecords.class);
  private static final String SIGN_IN = "auth.sign_in";
  private static final String PASSWORD = "auth.password_change";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Audit audit;

  IdentityRecords(Audit audit) {
    this.audit = audit;
  }

  void signedIn(Person person) {
    audit.commit(of(person, SIGN_IN));
  }

  /** Waits for nothing, so that the time it takes does not tell whether there is such a person. */
  void signInFailed(Optional<Person> tried) {
    try (Place place = audit.reserve()) {
      tried.ifPresentOrElse(
          person -> place.fill(of(person, SIGN_IN).ended("refused", null)),
          () -> LOG.warn("A sign-in failed for a name that is not known"));
    }
  }

  void signInsEnded(Person person) {
    audit.commit(of(person, "auth.sign_ins_ended").ended("refresh_token_reused", null));
  }

  void passwordChanged(Person person) {
    audit.change(of(person, PASSWORD));
  }

  void passwordKept(Person person) {
    audit.commit(of(person, PASSWORD).ended("refused", null));
  }

  /** By whoever runs the machine: no credential of ours says who that is. */
  void passwordReset(Person person) {
    audit.change(
        AuditRecord.of(
            person.account(),
            Principal.ofProduct(person.account()).who(),
            new What("auth.password_reset", null, null, named(person))));
  }

  void keyMinted(Principal by, ApiKey key) {
    audit.change(of(by, "api_key.mint", key));
  }

  void keyRevoked(Principal by, ApiKey key) {
    audit.change(of(by, "api_key.revoke", key));
  }

  void tokenMinted(Principal by, RuntimeToken token) {
    audit.change(of(by, "runtime_token.mint", token));
  }

  void tokenRevoked(Principal by, RuntimeToken token) {
    audit.change(of(by, "runtime_token.revoke", token));
  }

  private static AuditRecord of(Principal by, String action, RuntimeToken token) {
    return AuditRecord.of(by.account(), by.who(), new What(action, null, null, described(token)));
  }

  private static AuditRecord of(Person person, String action) {
    return AuditRecord.of(
        person.account(),
        new Who(Principal.Kind.USER.word(), person.id().value(), person.name()),
        What.action(action));
  }

  private static AuditRecord of(Principal by, String action, ApiKey key) {
    return AuditRecord.of(by.account(), by.who(), new What(action, null, null, described(key)));
  }

  private static String named(Person person) {
    return JSON.writeValueAsString(Map.of("id", person.id().value(), "username", person.name()));
  }

  private static String described(ApiKey key) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("id", key.id());
    said.put("name", key.name());
    said.put("prefix", key.prefix());
    said.put("scopes", key.scopes().stream().map(Scope::value).sorted().toList());
    List<String> models = key.models().patterns();
    if (models != null) {
      said.put("models", models);
    }
    said.putAll(key.labels().named());
    return JSON.writeValueAsString(said);
  }

  private static String described(RuntimeToken token) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("id", token.id());
    said.put("key_id", token.key().id());
    said.put("key_name", token.key().name());
    said.put("scopes", token.scopes().stream().map(Scope::value).sorted().toList());
    List<String> models = token.models().patterns();
    if (models != null) {
      said.put("models", models);
    }
    said.putAll(token.labels().named());
    said.put("expires_at", token.expiresAt().toString());
    return JSON.writeValueAsString(said);
  }
}
