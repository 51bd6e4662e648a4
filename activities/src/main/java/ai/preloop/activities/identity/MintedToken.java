package ai.preloop.activities.identity;

/** A new runtime token with its text, which is shown this once. */
public record MintedToken(RuntimeToken token, String text) {

  @Override
  public String toString() {
    return "MintedToken[" + token.id() + "]";
  }
}
