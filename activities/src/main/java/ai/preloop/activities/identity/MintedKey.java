package ai.preloop.activities.identity;

/** A new API key with its text, which is shown this once. */
public record MintedKey(ApiKey key, String text) {

  @Override
  public String toString() {
    return "MintedKey[" + key.prefix() + "]";
  }
}
