package ai.preloop.activities.secrets;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.activities.secrets.SealedSecret.Place;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.util.UUID;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Erases in Vault what was forgotten here, once that is committed, and as soon as Vault lets it.
 */
final class ForgottenSecrets {

  private static final Duration EVERY = Duration.ofSeconds(30);

  private final Database database;
  private final VaultCustodian vault;
  private final NamedLoop loop;

  ForgottenSecrets(Database database, VaultCustodian vault) {
    this.database = database;
    this.vault = vault;
    this.loop =
        new NamedLoop("preloop-forgotten-secrets", EVERY, EVERY.dividedBy(3), this::eraseAll);
  }

  void start() {
    loop.start();
  }

  void stop() {
    loop.stop();
  }

  /** Inside the transaction that forgets. */
  void eraseAfterCommit() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {

          @Override
          public void afterCommit() {
            loop.nudge();
          }
        });
  }

  private void eraseAll() {
    database
        .asSystem(jdbc ->
            jdbc.sql(
                    """
                    select account_id, name from forgotten_secrets
                    order by created_at limit 1000
                    """)
                .query((row, number) ->
                    new Place(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        row.getString("name")))
                .list())
        .forEach(this::erase);
  }

  /** In turn with writes, so that what was put anew since then stays. */
  private void erase(Place place) {
    database.doInAccount(
        place.account(),
        jdbc -> {
          SecretRows rows = new SecretRows(jdbc);
          rows.awaitTurn(place);
          if (rows.settleForgotten(place)) {
            vault.erase(place);
          }
        });
  }
}
