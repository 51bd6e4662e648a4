package ai.preloop.activities.secrets;

import ai.preloop.workflows.identity.AccountId;
import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;

/**
 * Seals content of one purpose for the database. What is sealed opens only for the same purpose,
 * account and context, so a row that was swapped or changed is found out.
 */
public final class Sealer {

  private final RootKey root;
  private final String purpose;

  /** {@code purpose} names the feature, for example {@code approvals}; it is part of the key. */
  public Sealer(RootKey root, String purpose) {
    this.root = root;
    this.purpose = purpose;
  }

  /** {@code context} names the place, for example {@code approval_requests/<id>/arguments}. */
  public byte[] seal(AccountId account, String context, byte[] plain) {
    return Envelope.seal(key(account), bytes(context), plain);
  }

  /** INTERNAL when the content was not sealed for exactly this place. */
  public byte[] open(AccountId account, String context, byte[] sealed) {
    return Envelope.open(key(account), bytes(context), sealed);
  }

  private SecretKey key(AccountId account) {
    return root.derive("seal/%s/%s".formatted(purpose, account), "AES");
  }

  private static byte[] bytes(String context) {
    return context.getBytes(StandardCharsets.UTF_8);
  }
}
