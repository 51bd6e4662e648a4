package ai.preloop.activities.secrets;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.SealedSecret.Place;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;

/** Finds a wrong {@code SECRET_KEY} at the start, by a value that only the right one opens. */
public final class RootKeyCheck {

  /** No secret of a user can have this name. */
  private static final String NAME = "~secret-key";

  private final Database database;
  private final Wrapping wrapping;

  RootKeyCheck(Database database, RootKey root) {
    this.database = database;
    this.wrapping = Wrapping.of(Custody.LOCAL_ENCRYPTED, root);
  }

  /** Leaves the value at the first start; UNAVAILABLE when a later start has another key. */
  public void run(AccountId account) {
    Place place = new Place(account, NAME);
    database.doInAccount(
        account,
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          rows.find(place)
              .ifPresentOrElse(
                  kept -> open(kept, place),
                  () ->
                      rows.write(
                          place, SealedSecret.seal(wrapping, place, Optional.empty(), NAME)));
        });
  }

  private void open(SealedSecret kept, Place place) {
    try {
      kept.open(wrapping, place);
    } catch (ProblemException e) {
      throw new ProblemException(
              ProblemType.UNAVAILABLE,
              "SECRET_KEY is not the one that this database was filled with; start with that one, since nothing that is sealed opens with another.")
          .causedBy(e);
    }
  }
}
