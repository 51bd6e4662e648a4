package ai.preloop.activities.secrets;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.util.UUID;

/** What was read while Vault was away lacks what Vault has: once it is back, it is read again. */
record AfterAbsence(Database database) implements Runnable {

  @Override
  public void run() {
    database
        .asSystem(jdbc -> jdbc.sql("select id from accounts").query(UUID.class).list())
        .forEach(account -> renew(new AccountId(account)));
  }

  private void renew(AccountId account) {
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    update account_revisions set revision = revision + 1
                    where account_id = :account
                      and exists (select 1 from secrets where store = 'vault_kv_v2')
                    """)
                .param("account", account.value())
                .update());
  }
}
