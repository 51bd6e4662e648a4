package ai.preloop.api.startup;

import ai.preloop.activities.secrets.vault.Authorities;
import ai.preloop.activities.secrets.vault.SignIn;
import ai.preloop.activities.secrets.vault.SignIn.AppRole;
import ai.preloop.activities.secrets.vault.SignIn.GivenToken;
import ai.preloop.activities.secrets.vault.SignIn.Kubernetes;
import ai.preloop.activities.secrets.vault.VaultSettings;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Whether new secrets are kept in Vault, and how that is reached; empty for what is not set. The
 * variables are {@code VAULT_KV_V2_…}.
 */
@Validated
@ConfigurationProperties("preloop.vault")
record VaultProperties(
    @Pattern(regexp = "(true|false)?", message = "must be true or false") String enabled,
    String url,
    @Pattern(regexp = PATH, message = "must be a path like secret or team/kv") String mount,
    @Pattern(regexp = PATH, message = "must be a path like preloop or team/preloop")
        String pathPrefix,
    @Pattern(regexp = "(" + PATH + "/?)?", message = "must be a namespace like team or org/team")
        String namespace,
    String caFile,
    @NotNull SignInProperties signIn) {

  private static final String PATH = "[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** One of three ways: a token, an AppRole, or a role for the pod's service account. */
  record SignInProperties(
      String token, String roleId, String secretId, String kubernetesRole, String kubernetesFile) {

    private SignIn chosen() {
      List<SignIn> ways = new ArrayList<>();
      if (!token.isEmpty()) {
        ways.add(new GivenToken(token));
      }
      if (!roleId.isEmpty() || !secretId.isEmpty()) {
        ways.add(appRole());
      }
      if (!kubernetesRole.isEmpty()) {
        Path file = kubernetesFile.isEmpty() ? Kubernetes.USUAL_FILE : Path.of(kubernetesFile);
        ways.add(new Kubernetes(kubernetesRole, file));
      }
      if (ways.size() == 1) {
        return ways.getFirst();
      }
      throw refused(
          ways.isEmpty()
              ? "VAULT_KV_V2_ENABLED needs a way to sign in: VAULT_KV_V2_TOKEN, VAULT_KV_V2_ROLE_ID with VAULT_KV_V2_SECRET_ID, or VAULT_KV_V2_KUBERNETES_ROLE."
              : "VAULT_KV_V2_… names two ways to sign in: set a token, an AppRole or a Kubernetes role, and one of these only.");
    }

    private AppRole appRole() {
      if (roleId.isEmpty() || secretId.isEmpty()) {
        throw refused(
            "VAULT_KV_V2_ROLE_ID and VAULT_KV_V2_SECRET_ID are set together, or not at all.");
      }
      return new AppRole(roleId, secretId);
    }

    @Override
    public String toString() {
      return "SignInProperties[hidden]";
    }
  }

  boolean isOn() {
    return enabled.equals("true");
  }

  /** UNAVAILABLE, with a sentence for the operator, where they cannot be used. */
  VaultSettings settings(boolean isProduction) {
    Optional<Path> authorities = caFile.isEmpty() ? Optional.empty() : Optional.of(Path.of(caFile));
    authorities.ifPresent(Authorities::of);
    return new VaultSettings(
        address(isProduction),
        signIn.chosen(),
        namespace,
        mount,
        pathPrefix,
        authorities,
        VaultSettings.USUAL);
  }

  private URI address(boolean isProduction) {
    URI parsed = parsed();
    boolean isPlain = "http".equals(parsed.getScheme());
    if (isPlain && isProduction && !LOOPBACK.contains(parsed.getHost())) {
      throw refused(
          "VAULT_KV_V2_URL must begin with https:// in production: secrets would cross the network in clear.");
    }
    return parsed;
  }

  private URI parsed() {
    try {
      URI parsed = new URI(url);
      boolean isWeb = Set.of("http", "https").contains(String.valueOf(parsed.getScheme()));
      if (isWeb && parsed.getHost() != null && isBare(parsed)) {
        return parsed;
      }
    } catch (URISyntaxException e) {
      throw notAnAddress().causedBy(e);
    }
    throw notAnAddress();
  }

  private static boolean isBare(URI url) {
    return url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
  }

  private static ProblemException notAnAddress() {
    return refused("VAULT_KV_V2_URL must be an address like https://vault.example.com:8200.");
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(ProblemType.UNAVAILABLE, sentence);
  }

  @Override
  public String toString() {
    return "VaultProperties[" + enabled + "]";
  }
}
