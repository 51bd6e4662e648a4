package ai.preloop.activities.servers;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
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
    @Nullable Integer maxConcurrency) {

  private static final int MOST_CALLS = 10_000;

  /** One that takes as many calls at once as any. */
  public ServerSpec(String name, String url, String transport, boolean trusted, Auth auth) {
    this(name, url, transport, trusted, auth, null);
  }

  /**
   * How the server knows us: a value to keep, or the name of a secret that is kept already. Where
   * nothing is {@code said} it is as before, and {@code none} where there is no before.
   */
  public record Auth(
      @Nullable String said,
      @Nullable String header,
      @Nullable String credential,
      @Nullable String secretName) {

    public static final Auth NONE = new Auth("none", null, null, null);

    /** What is kept already, or nothing where there is none. */
    public static Auth kept(@Nullable String type) {
      return new Auth(type, null, null, null);
    }

    public String type() {
      return said == null ? "none" : said;
    }

    boolean isGiven() {
      return credential != null || secretName != null;
    }

    @Override
    public String toString() {
      return "Auth[" + type() + "]";
    }
  }

  public ServerSpec {
    refuse(ServerSyntax.faultOfName(name));
    switch (transport) {
      case "streamable-http", "sse" -> checkUrl(url);
      case McpServerEntry.STDIO -> checkCommand(url, auth);
      default ->
          throw invalid(
              "The transport is streamable-http, sse or stdio; %s is not offered."
                  .formatted(transport));
    }
    checkAuth(auth);
    if (maxConcurrency != null && (maxConcurrency < 1 || maxConcurrency > MOST_CALLS)) {
      throw invalid("max_concurrency is from 1 to %d.".formatted(MOST_CALLS));
    }
  }

  private static void checkCommand(String url, Auth auth) {
    String prefix = McpServerEntry.url("");
    if (!url.startsWith(prefix)) {
      throw invalid("A stdio server has a command, by the name that its operator gave it.");
    }
    refuse(ServerSyntax.faultOfCommand(url.substring(prefix.length())));
    if (!auth.type().equals("none")) {
      throw invalid(
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
    boolean keeps =
        type.equals(before.registration().authType())
            && Origin.of(URI.create(url)).equals(Origin.of(before.uri()));
    return auth.isGiven() ? this : with(keeps ? before.registration().auth() : Auth.kept(type));
  }

  private ServerSpec with(Auth other) {
    return new ServerSpec(name, url, transport, trusted, other, maxConcurrency);
  }

  /** Refuses a server that is to be authenticated to, and not with what. */
  ServerSpec complete() {
    if (!auth.type().equals("none") && !auth.isGiven()) {
      throw invalid(
          "auth_type %s needs auth_config with a token, a key, or {\"secret\": name}; one that was kept goes to no other origin or type."
              .formatted(auth.type()));
    }
    return this;
  }

  private static void checkUrl(String url) {
    try {
      AddressRules.checkUrl(URI.create(url));
    } catch (IllegalArgumentException e) {
      throw invalid("The url is not one that can be read.");
    }
  }

  private static void checkAuth(Auth auth) {
    switch (auth.type()) {
      case "none" -> {
        if (auth.isGiven()) {
          throw invalid("auth_type none takes no auth_config.");
        }
      }
      case "bearer", "api_key" -> {}
      default -> throw invalid("auth_type is none, bearer or api_key.");
    }
    refuse(Optional.ofNullable(auth.credential()).flatMap(ServerSyntax::faultOfCredential));
    refuse(Optional.ofNullable(auth.header()).flatMap(ServerSyntax::faultOfHeader));
  }

  private static void refuse(Optional<String> fault) {
    fault.ifPresent(sentence -> {
      throw invalid(sentence);
    });
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.UNPROCESSABLE, detail);
  }
}
