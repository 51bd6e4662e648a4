package ai.preloop.activities.audit;

import ai.preloop.workflows.identity.AccountId;

/** Where an account's chain ends: the number and the hash of its newest record. */
record ChainHead(long seq, String hash) {

  static ChainHead genesis(AccountId account) {
    return new ChainHead(0, ChainHash.genesis(account));
  }
}
