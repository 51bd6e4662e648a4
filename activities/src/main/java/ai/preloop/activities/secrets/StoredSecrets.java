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
import tools.jackson.databind.json.JsonMapper;

/** Rows that say what is kept, for which origin, and by whom; custodians have the values. */
final class StoredSecrets implements SecretStore {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,127}");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Database database;
  private final Custodians custodians;
  private final Audit audit;

  StoredSecrets(Database database, Custodians custodians, Audit audit) {
    this.database = database;
    this.custodians = custodians;
    this.audit = audit;
  }

  @Override
  public void put(AccountId account, String name, String value, Who by) {
    Place place = new Place(account, checked(name));
    database.doInAccount(
        account,
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          rows.awaitTurn(place);
          Optional<SealedSecret> before = rows.lock(place);
          Optional<Origin> bound = before.flatMap(each -> each.origin);
          SealedSecret kept = custodians.forNew().keep(place, bound, value);
          rows.write(place, kept);
          if (kept.custody == Custody.VAULT_KV_V2) {
            rows.settleForgotten(place);
          } else {
            before.ifPresent(each -> leave(rows, place, each));
          }
          record(place, "secret.write", by);
        });
  }

  /** A value that Vault has is erased there when this transaction is committed. */
  private void leave(SecretRows rows, Place place, SealedSecret before) {
    if (before.custody == Custody.VAULT_KV_V2) {
      rows.noteForgotten(place);
      custodians.eraseAfterCommit();
    }
  }

  @Override
  public String get(AccountId account, String name, Origin origin) {
    Place place = new Place(account, name);
    return get(place, origin, found(place, origin));
  }

  @Override
  public UsableSecret use(AccountId account, String name, Origin origin) {
    Place place = new Place(account, name);
    SealedSecret sealed = found(place, origin);
    return custodians
        .of(sealed)
        .identity(place, sealed)
        .<UsableSecret>map(identity -> new Elsewhere(this, place, origin, identity))
        .orElseGet(() -> new UsableSecret.Fixed(get(place, origin, sealed)));
  }

  /** A secret whose value is asked for at each use. */
  private record Elsewhere(StoredSecrets store, Place place, Origin origin, String identity)
      implements UsableSecret.Living {

    @Override
    public String now() {
      return store.get(place.account(), place.name(), origin);
    }

    @Override
    public Optional<String> insteadOf(String refused) {
      SealedSecret sealed = store.found(place, origin);
      store.custodians.of(sealed).doubt(place, sealed);
      return Optional.of(store.get(place, origin, sealed)).filter(value -> !value.equals(refused));
    }
  }

  private SealedSecret found(Place place, Origin origin) {
    SealedSecret sealed = find(place).orElseThrow(() -> unknown(place.name()));
    sealed.origin.ifPresent(bound -> requireSame(origin, bound, place.name()));
    return sealed;
  }

  private String get(Place place, Origin origin, SealedSecret sealed) {
    String value = open(place, sealed).orElseThrow(() -> taken(place.name()));
    if (sealed.origin.isEmpty()) {
      bind(place, origin);
    }
    return value;
  }

  @Override
  public boolean holds(AccountId account, String name, Optional<Origin> origin, String value) {
    Place place = new Place(account, name);
    return find(place)
        .filter(sealed -> origin.isEmpty() || sealed.origin.equals(origin))
        .flatMap(sealed -> open(place, sealed))
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
          rows.awaitTurn(place);
          SealedSecret sealed = rows.lock(place).orElseThrow(() -> unknown(name));
          rows.write(place, custodians.of(sealed).rebound(place, sealed, origin));
          record(place, "secret.rebind", by);
        });
  }

  @Override
  public boolean delete(AccountId account, String name, Who by) {
    Place place = new Place(account, checked(name));
    return database.inAccount(
        account,
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          rows.awaitTurn(place);
          Optional<SealedSecret> before = rows.lock(place);
          before.ifPresent(sealed -> {
            rows.delete(place);
            leave(rows, place, sealed);
            record(place, "secret.delete", by);
          });
          return before.isPresent();
        });
  }

  @Override
  public List<KeptSecret> kept(AccountId account) {
    return database.inAccount(account, jdbc -> new SecretRows(jdbc).kept(account)).stream()
        .filter(secret -> NAME.matcher(secret.name()).matches())
        .toList();
  }

  private Optional<SealedSecret> find(Place place) {
    return database.inAccount(place.account(), jdbc -> new SecretRows(jdbc).find(place));
  }

  /** What is not there any more may have been put anew since its row was read. */
  private Optional<String> open(Place place, SealedSecret sealed) {
    return custodians
        .of(sealed)
        .open(place, sealed)
        .or(() ->
            find(place)
                .filter(now -> now.origin.equals(sealed.origin))
                .flatMap(now -> custodians.of(now).open(place, now)));
  }

  /** The first use decides; whoever comes second at the same instant is held to it. */
  private void bind(Place place, Origin origin) {
    database.doInAccount(
        place.account(),
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          rows.awaitTurn(place);
          SealedSecret sealed = rows.lock(place).orElseThrow(() -> unknown(place.name()));
          sealed.origin.ifPresentOrElse(
              bound -> requireSame(origin, bound, place.name()),
              () -> rows.write(place, custodians.of(sealed).rebound(place, sealed, origin)));
        });
  }

  private static void requireSame(Origin asked, Origin bound, String name) {
    if (!asked.equals(bound)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "The secret %s belongs to %s and is not sent to %s; rebind it if this is meant."
              .formatted(name, bound, asked));
    }
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

  private static ProblemException taken(String name) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "The secret %s has no value in Vault any more: put it again, or restore it there."
            .formatted(name));
  }
}
