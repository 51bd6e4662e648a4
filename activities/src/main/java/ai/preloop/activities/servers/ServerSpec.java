package ai.preloop.activities.servers;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.oauth.OAuthSettings;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.upstream.Tls;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.ServerSyntax;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a server to be, checked; {@code maxConcurrency} is how many calls may be
 * under way there at once, null where the node's settings say.
 */
public record ServerSpec(
    String name,
    String url,
    String transport,
    boolean trusted,
    Auth auth,
    @Nullable Connection connection,
    @Nullable Integer maxConcurrency) {

  /** One that is got at in the usual way, and takes as many calls at once as any. */
  public ServerSpec(String name, String url, String transport, boolean trusted, Auth auth) {
    this(name, url, transport, trusted, auth, null, null);
  }

  /**
   * How the server is got at: an authority that is believed beside the usual ones, our certificate
   * and its key, all in PEM, and a proxy. Where nothing is said it is as before.
   */
  public record Connection(
      @Nullable String ca,
      @Nullable String certificate,
      @Nullable String key,
      @Nullable String proxy) {

    boolean isUsual() {
      return ca == null && certificate == null && proxy == null;
    }

    private void check() {
      if (ca != null) {
        Tls.of(ca, null);
      }
      if (key != null && certificate == null) {
        throw unprocessable("A client_key goes with a client_certificate.");
      }
      if (key != null && certificate != null) {
        Tls.of(null, new Tls.Own(certificate, key));
      }
      if (proxy != null) {
        checkUrl(proxy);
        if (!proxy.startsWith("http://")) {
          throw unprocessable(
              "A proxy is an http:// address, which is asked to connect to the server.");
        }
      }
    }

    @Override
    public String toString() {
      return "Connection[hidden]";
    }
  }

  /**
   * How the server knows us: a value to keep, or the name of a secret that is kept already. Where
   * nothing is {@code said} it is as before, and {@code none} where there is no before.
   */
  public record Auth(
      @Nullable String said,
      @Nullable String header,
      @Nullable String credential,
      @Nullable String secretName,
      @Nullable OAuthSettings oauth) {

    public static final String OAUTH = "oauth";
    public static final Auth NONE = new Auth("none", null, null, null);

    public Auth(
        @Nullable String said,
        @Nullable String header,
        @Nullable String credential,
        @Nullable String secretName) {
      this(said, header, credential, secretName, null);
    }

    /** What is kept already, or nothing where there is none. */
    public static Auth kept(@Nullable String type) {
      return new Auth(type, null, null, null);
    }

    public String type() {
      return said == null ? "none" : said;
    }

    boolean isGiven() {
      return credential != null || secretName != null || oauth != null;
    }

    boolean isOAuth() {
      return type().equals(OAUTH);
    }

    /** How it is signed in to by OAuth, where it is. */
    @Nullable OAuthSettings settings() {
      return isOAuth() && oauth == null ? OAuthSettings.DEFAULTS : oauth;
    }

    @Override
    public String toString() {
      return "Auth[" + type() + "]";
    }
  }

  public ServerSpec {
    refuse(ServerSyntax.faultOfName(name));
    if (!McpServerEntry.TRANSPORTS.contains(transport)) {
      throw unprocessable(
          "The transport is one of %s; %s is not offered."
              .formatted(String.join(", ", McpServerEntry.TRANSPORTS), transport));
    }
    if (transport.equals(McpServerEntry.STDIO)) {
      checkCommand(url, auth);
    } else {
      checkUrl(url);
    }
    checkAuth(auth);
    if (maxConcurrency != null
        && (maxConcurrency < 1 || maxConcurrency > McpServerEntry.MOST_CALLS)) {
      throw unprocessable("max_concurrency is from 1 to %d.".formatted(McpServerEntry.MOST_CALLS));
    }
    if (connection != null) {
      connection.check();
    }
  }

  private static void checkCommand(String url, Auth auth) {
    String command =
        McpServerEntry.command(url)
            .orElseThrow(() ->
                unprocessable(
                    "A stdio server has a command, by the name that its operator gave it."));
    refuse(ServerSyntax.faultOfCommand(command));
    if (!auth.type().equals("none")) {
      throw unprocessable(
          "A stdio server is not signed in to: what it needs to know is in the operator's configuration.");
    }
  }

  private boolean isCommand() {
    return transport.equals(McpServerEntry.STDIO);
  }

  /** The same, with the credential of before where none is given and it may be kept. */
  ServerSpec keeping(McpServer before) {
    if (isCommand() || before.registration().isCommand()) {
      return this;
    }
    String type = auth.said() == null ? before.registration().authType() : auth.type();
    boolean isThere = Origin.of(URI.create(url)).equals(Origin.of(before.uri()));
    boolean keeps = isThere && type.equals(before.registration().authType());
    Auth next = auth.isGiven() ? auth : keeps ? before.registration().auth() : Auth.kept(type);
    Connection way = connection == null && isThere ? before.registration().kept() : connection;
    return new ServerSpec(name, url, transport, trusted, next, way, maxConcurrency);
  }

  /** Refuses a server that is to be authenticated to, and not with what. */
  ServerSpec complete() {
    if (!auth.type().equals("none") && !auth.isOAuth() && !auth.isGiven()) {
      throw unprocessable(
          "auth_type %s needs auth_config with a token, a key, or {\"secret\": name}; one that was kept goes to no other origin or type."
              .formatted(auth.type()));
    }
    return this;
  }

  private static void checkUrl(String url) {
    try {
      AddressRules.checkUrl(URI.create(url));
    } catch (IllegalArgumentException e) {
      throw unprocessable("The url is not one that can be read.");
    }
  }

  private static void checkAuth(Auth auth) {
    if (!McpServerEntry.AUTH_TYPES.contains(auth.type())) {
      throw unprocessable(
          "auth_type is one of %s.".formatted(String.join(", ", McpServerEntry.AUTH_TYPES)));
    }
    if (auth.type().equals("none") && auth.isGiven()) {
      throw unprocessable("auth_type none takes no auth_config.");
    }
    checkOAuth(auth);
    refuse(Optional.ofNullable(auth.credential()).flatMap(ServerSyntax::faultOfCredential));
    refuse(Optional.ofNullable(auth.header()).flatMap(ServerSyntax::faultOfHeader));
  }

  private static void checkOAuth(Auth auth) {
    OAuthSettings oauth = auth.oauth();
    if (oauth == null) {
      return;
    }
    boolean hasSecret = auth.credential() != null || auth.secretName() != null;
    if (hasSecret && oauth.clientId() == null) {
      throw unprocessable("A client_secret goes with a client_id.");
    }
    if (oauth.kind() == OAuthSettings.Kind.CLIENT_CREDENTIALS && oauth.isPerPerson()) {
      throw unprocessable(
          "client_credentials are those of Preloop, and of no person: per_user is not.");
    }
  }

  private static void refuse(Optional<String> fault) {
    fault.ifPresent(sentence -> {
      throw unprocessable(sentence);
    });
  }
}
