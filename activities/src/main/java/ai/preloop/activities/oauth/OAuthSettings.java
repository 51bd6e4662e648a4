package ai.preloop.activities.oauth;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is said of how a server is signed in to by OAuth; without a client id Preloop registers
 * itself, and without a scope it asks for what the server names.
 */
public record OAuthSettings(
    @Nullable String clientId, @Nullable String scope, Whose whose, Kind kind) {

  /** A grant for the account, for a client that registers itself. */
  public static final OAuthSettings DEFAULTS =
      new OAuthSettings(null, null, Whose.ACCOUNT, Kind.AUTHORIZATION_CODE);

  /** Whether one grant serves the account, or each person has one. */
  public enum Whose {
    ACCOUNT,
    PERSON
  }

  /** How a grant comes about (RFC 6749, sections 4.1 and 4.4). */
  public enum Kind {
    AUTHORIZATION_CODE("authorization_code"),
    CLIENT_CREDENTIALS("client_credentials");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As the wire and the rows have it. */
    public String word() {
      return word;
    }

    /** The kind that is called so. */
    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
  }

  public boolean isPerPerson() {
    return whose == Whose.PERSON;
  }

  boolean isUnattended() {
    return kind == Kind.CLIENT_CREDENTIALS;
  }
}
