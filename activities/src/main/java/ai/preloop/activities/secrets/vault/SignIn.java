package ai.preloop.activities.secrets.vault;

import java.nio.file.Path;

/** How Vault comes to know us. */
public sealed interface SignIn {

  /** A token that an operator made; it is renewed where it can be, and replaced by nobody. */
  record GivenToken(String token) implements SignIn {

    @Override
    public String toString() {
      return "GivenToken[hidden]";
    }
  }

  /** The auth method {@code approle}. */
  record AppRole(String roleId, String secretId) implements SignIn {

    @Override
    public String toString() {
      return "AppRole[hidden]";
    }
  }

  /** The auth method {@code kubernetes}, with the token of the pod's service account. */
  record Kubernetes(String role, Path tokenFile) implements SignIn {

    /** Where Kubernetes mounts it. */
    public static final Path USUAL_FILE =
        Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
  }
}
