package ai.preloop.activities.database;

import ai.preloop.workflows.identity.AccountId;

/** Something of an account that a node keeps in memory and reads again when the account changes. */
public interface AccountSnapshot {

  /** Replaces what is kept by what the database says now; throws when it cannot. */
  void reload(AccountId account);
}
