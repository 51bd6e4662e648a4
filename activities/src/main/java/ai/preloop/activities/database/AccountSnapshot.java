package ai.preloop.activities.database;

import ai.preloop.workflows.identity.AccountId;

/** Something of an account that a node keeps in memory and reads again when the account changes. */
public interface AccountSnapshot {

  /**
   * Replaces what is kept by what the database says now. Throws when it cannot, and keeps what it
   * had: the account is refused until it can.
   */
  void reload(AccountId account);
}
