package ai.preloop.activities.secrets.vault;

import java.time.Duration;

/**
 * A token for as long as Vault lets it live; a life of zero has no end. {@code atFirst} is how long
 * it was to live when it was made, since renewals get shorter as it nears its longest life.
 */
record Lease(String token, Duration life, boolean isRenewable, Duration atFirst, long since) {

  static Lease of(String token, Duration life, boolean isRenewable, long now) {
    return new Lease(token, life, isRenewable, life, now);
  }

  Lease renewed(Duration more, boolean again, long now) {
    return new Lease(token, more, again, atFirst, now);
  }

  /** Two thirds of its life have gone. */
  boolean isDue(long now) {
    return !life.isZero() && (now - since) / 2 >= life.toNanos() / 3;
  }

  boolean isOver(long now) {
    return !life.isZero() && now - since >= life.toNanos();
  }

  /** A renewal did not give what it used to. */
  boolean nearsItsEnd() {
    return life.compareTo(atFirst.dividedBy(2)) < 0;
  }

  @Override
  public String toString() {
    return "Lease[" + life + "]";
  }
}
