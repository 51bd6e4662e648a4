package ai.preloop.activities.identity;

import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A key as a node keeps it: what proves it, when it ends, and whom it stands for. */
final class StoredKey {

  private final byte[] hash;
  private final @Nullable Instant expiresAt;
  private final Principal principal;

  StoredKey(byte[] hash, @Nullable Instant expiresAt, Principal principal) {
    this.hash = hash.clone();
    this.expiresAt = expiresAt;
    this.principal = principal;
  }

  /** Compares in a time that says nothing about where the hashes differ. */
  boolean isProvedBy(byte[] shown) {
    return MessageDigest.isEqual(hash, shown);
  }

  boolean isGoodAt(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }

  Principal principal() {
    return principal;
  }
}
