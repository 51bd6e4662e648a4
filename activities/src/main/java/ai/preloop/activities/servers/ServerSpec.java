package ai.preloop.activities.servers;

import ai.preloop.activities.mcp.AddressRules;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody wants a server to be, checked. */
public record ServerSpec(String name, String url, String transport, boolean trusted, Auth auth) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final Set<String> RESERVED =
      Set.of("builtin", "mcp", "http", "agent", "preloop", "console");

  /** How the server knows us: a value to keep, or the name of a secret that is kept already. */
  public record Auth(
      String type,
      @Nullable String header,
      @Nullable String credential,
      @Nullable String secretName) {

    public static final Auth NONE = new Auth("none", null, null, null);

    @Override
    public String toString() {
      return "Auth[" + type + "]";
    }
  }

  public ServerSpec {
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw invalid(
          "A server's name has 1 to 63 letters, digits, dots, dashes and underscores, and is none of %s."
              .formatted(String.join(", ", RESERVED.stream().sorted().toList())));
    }
    if (!transport.equals("streamable-http")) {
      throw invalid("The transport is streamable-http; %s is not offered.".formatted(transport));
    }
    checkUrl(url);
    checkAuth(auth);
  }

  private static void checkUrl(String url) {
    try {
      AddressRules.checkUrl(URI.create(url));
    } catch (IllegalArgumentException e) {
      throw invalid("The url is not one that can be read.");
    }
  }

  private static void checkAuth(Auth auth) {
    boolean given = auth.credential() != null || auth.secretName() != null;
    switch (auth.type()) {
      case "none" -> {
        if (given) {
          throw invalid("auth_type none takes no auth_config.");
        }
      }
      case "bearer", "api_key" -> {
        if (!given) {
          throw invalid(
              "auth_type %s needs auth_config with a token, a key, or {\"secret\": name}."
                  .formatted(auth.type()));
        }
      }
      default -> throw invalid("auth_type is none, bearer or api_key.");
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
