package ai.preloop.activities.servers;

import ai.preloop.activities.mcp.AddressRules;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody wants a server to be, checked. */
public record ServerSpec(String name, String url, String transport, boolean trusted, Auth auth) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final Pattern VALUE = Pattern.compile("[!-~]{1,8192}");

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
    if (!NAME.matcher(name).matches() || Sources.RESERVED.contains(name)) {
      throw invalid(
          "A server's name has 1 to 63 letters, digits, dots, dashes and underscores, and is none of %s."
              .formatted(String.join(", ", Sources.RESERVED)));
    }
    if (!transport.equals("streamable-http")) {
      throw invalid("The transport is streamable-http; %s is not offered.".formatted(transport));
    }
    checkUrl(url);
    checkAuth(auth);
  }

  /** The same, with the credential of before where none is given and it may be kept. */
  ServerSpec keeping(McpServer before) {
    String type = auth.said() == null ? before.registration().authType() : auth.type();
    boolean keeps =
        type.equals(before.registration().authType())
            && Origin.of(URI.create(url)).equals(Origin.of(before.uri()));
    return auth.isGiven()
        ? this
        : new ServerSpec(
            name, url, transport, trusted, keeps ? before.registration().auth() : Auth.kept(type));
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
    String credential = auth.credential();
    if (credential != null && !VALUE.matcher(credential).matches()) {
      throw invalid("A token or key is visible ASCII without spaces, of 1 to 8192 characters.");
    }
    String header = auth.header();
    if (header != null && !HEADER.matcher(header).matches()) {
      throw invalid("The header's name is not one that HTTP knows.");
    }
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.UNPROCESSABLE, detail);
  }
}
