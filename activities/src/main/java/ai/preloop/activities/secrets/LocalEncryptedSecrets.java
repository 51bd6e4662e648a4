package ai.preloop.activities.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.SealedSecret.Place;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import tools.jackson.databind.json.JsonMapper;

/** The store {@code local_encrypted}: AES-256-GCM in the product's own database. */
final class LocalEncryptedSecrets implements SecretStore {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final SecretKey wrapping;
  private final Audit audit;

  LocalEncryptedSecrets(Database database, RootKey root, Audit audit) {
    this.database = database;
    this.wrapping = root.derive("local_encrypted", "AES");
    this.audit = audit;
  }

  @Override
  public void put(AccountId account, String name, String value, Who by) {
    Place place = new Place(account, checked(name));
    database.doInAccount(
        account,
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          Optional<Origin> bound = rows.lock(place).flatMap(before -> before.origin);
          rows.write(place, SealedSecret.seal(wrapping, place, bound, value));
          record(place, "secret.write", by);
        });
  }

  @Override
  public String get(AccountId account, String name, Origin origin) {
    Place place = new Place(account, name);
    SealedSecret sealed =
        database
            .inAccount(account, jdbc -> new SecretRows(jdbc).find(place))
            .orElseThrow(() -> unknown(name));
    String value = sealed.open(wrapping, place);
    return sealed.origin.isPresent()
        ? onlyFor(origin, sealed.origin.get(), name, value)
        : bind(place, origin);
  }

  @Override
  public boolean holds(AccountId account, String name, Optional<Origin> origin, String value) {
    Place place = new Place(account, name);
    return database
        .inAccount(account, jdbc -> new SecretRows(jdbc).find(place))
        .filter(sealed -> origin.isEmpty() || sealed.origin.equals(origin))
        .map(sealed -> sealed.open(wrapping, place))
        .filter(kept -> MessageDigest.isEqual(kept.getBytes(UTF_8), value.getBytes(UTF_8)))
        .isPresent();
  }

  @Override
  public void rebind(AccountId account, String name, Origin origin, Who by) {
    Place place = new Place(account, name);
    database.doInAccount(
        account,
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          String value = rows.lock(place).orElseThrow(() -> unknown(name)).open(wrapping, place);
          rows.write(place, SealedSecret.seal(wrapping, place, Optional.of(origin), value));
          record(place, "secret.rebind", by);
        });
  }

  @Override
  public boolean delete(AccountId account, String name, Who by) {
    Place place = new Place(account, checked(name));
    return database.inAccount(
        account,
        jdbc -> {
          boolean deleted = new SecretRows(jdbc).delete(place);
          if (deleted) {
            record(place, "secret.delete", by);
          }
          return deleted;
        });
  }

  @Override
  public List<KeptSecret> kept(AccountId account) {
    return database.inAccount(account, jdbc -> new SecretRows(jdbc).kept(account)).stream()
        .filter(secret -> NAME.matcher(secret.name()).matches())
        .toList();
  }

  /** The first use decides; whoever comes second at the same instant is held to it. */
  private String bind(Place place, Origin origin) {
    return database.inAccount(
        place.account(),
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          SealedSecret sealed = rows.lock(place).orElseThrow(() -> unknown(place.name()));
          String value = sealed.open(wrapping, place);
          if (sealed.origin.isPresent()) {
            return onlyFor(origin, sealed.origin.get(), place.name(), value);
          }
          rows.write(place, SealedSecret.seal(wrapping, place, Optional.of(origin), value));
          return value;
        });
  }

  private static String onlyFor(Origin asked, Origin bound, String name, String value) {
    if (asked.equals(bound)) {
      return value;
    }
    throw new ProblemException(
        ProblemType.FORBIDDEN,
        "The secret %s belongs to %s and is not sent to %s; rebind it if this is meant."
            .formatted(name, bound, asked));
  }

  private static String checked(String name) {
    if (NAME.matcher(name).matches()) {
      return name;
    }
    throw new ProblemException(
        ProblemType.UNPROCESSABLE,
        "A secret's name has up to 128 letters, digits and . _ / - and begins with a letter or digit.");
  }

  private void record(Place place, String action, Who by) {
    String named = JSON.createObjectNode().put("name", place.name()).toString();
    audit.change(AuditRecord.of(place.account(), by, new What(action, null, null, named)));
  }

  private static ProblemException unknown(String name) {
    return new ProblemException(
        ProblemType.NOT_FOUND, "There is no secret named %s.".formatted(name));
  }
}
