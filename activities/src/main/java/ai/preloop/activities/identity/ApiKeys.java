package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The API keys of an account. Reading needs {@code account:read}; the rest a signed-in owner. */
public final class ApiKeys {

  private final Database database;
  private final Revisions revisions;
  private final IdentityRecords records;
  private final InstantSource clock;

  ApiKeys(Database database, Revisions revisions, IdentityRecords records, InstantSource clock) {
    this.database = database;
    this.revisions = revisions;
    this.records = records;
    this.clock = clock;
  }

  /** All that are not revoked, the newest first. */
  public List<ApiKey> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(), jdbc -> new KeyRows(jdbc, principal.account()).list());
  }

  public ApiKey get(Principal principal, UUID id) {
    principal.require(Scope.ACCOUNT_READ);
    return database
        .inAccount(principal.account(), jdbc -> new KeyRows(jdbc, principal.account()).find(id))
        .orElseThrow(ApiKeys::unknown);
  }

  /** Makes a key that acts for the person who asks; its text cannot be had again. */
  public MintedKey mint(Principal principal, NewKey wanted) {
    requireOwner(principal);
    if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(clock.instant())) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "expires_at is past; a key must end later than now.");
    }
    MintedKey minted =
        database.inAccount(
            principal.account(),
            jdbc -> {
              MintedKey made =
                  new KeyRows(jdbc, principal.account()).insert(principal.user(), wanted);
              records.keyMinted(principal, made.key());
              return made;
            });
    revisions.refreshAfterCommit();
    return minted;
  }

  /** Ends a key: here before this returns, on every other node within a second. */
  public void revoke(Principal principal, UUID id) {
    requireOwner(principal);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          KeyRows rows = new KeyRows(jdbc, principal.account());
          ApiKey key = rows.find(id).orElseThrow(ApiKeys::unknown);
          if (!rows.revoke(id)) {
            throw unknown();
          }
          records.keyRevoked(principal, key);
        });
    revisions.refreshAfterCommit();
  }

  private static void requireOwner(Principal principal) {
    if (!principal.isPerson()) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "No key makes or ends keys: sign in with the password to do this.");
    }
    principal.require(Scope.ACCOUNT_ADMIN);
  }

  private static ProblemException unknown() {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no API key with this id.");
  }
}
