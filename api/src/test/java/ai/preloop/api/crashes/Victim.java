package ai.preloop.api.crashes;

/** What is killed. */
enum Victim {
  PRODUCT,
  TEMPORAL,
  /** Its store is lost with it, so that it comes back knowing of nothing. */
  TEMPORAL_AND_STORE,
  POSTGRESQL;

  /** Whether nobody can know then what became of a call at this moment. */
  boolean leavesDoubt(Moment moment) {
    return this == PRODUCT && moment.isAfterClaim();
  }

  /** How often the call of this moment reaches its server; a dead claimant sends nothing. */
  int sent(Moment moment) {
    return this == PRODUCT && moment == Moment.CLAIMED ? 0 : 1;
  }
}
