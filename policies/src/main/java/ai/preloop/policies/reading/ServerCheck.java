package ai.preloop.policies.reading;

import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Literal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the servers of a document can be reached and signed in to, as far as can be read. */
final class ServerCheck {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  private static final String CONFIGURATION = ".auth_config";

  private final PolicyDocument document;
  private final Findings findings;
  private final Set<String> withLiterals;

  ServerCheck(PolicyDocument document, Findings findings, List<Literal> literals) {
    this.document = document;
    this.findings = findings;
    this.withLiterals =
        literals.stream().map(each -> configuration(each.path())).collect(Collectors.toSet());
  }

  void run() {
    Entries.each(
        document.mcpServers(),
        "$.mcp_servers",
        (server, path) -> {
          if (!server.url().isEmpty() && !reachable(server.url())) {
            findings.error(
                "value.url",
                path + ".url",
                "This must be an http or https URL with a host, and without a user or a fragment.");
          }
          authentication(server, path);
        });
  }

  private static boolean reachable(String url) {
    try {
      var uri = new URI(url);
      return SCHEMES.contains(String.valueOf(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private void authentication(McpServerEntry server, String path) {
    var config = path + CONFIGURATION;
    var given = !server.authConfig().isEmpty() || withLiterals.contains(config);
    var wanted = !server.authType().equals("none");
    if (given && !wanted) {
      findings.error(
          "key.conflict", config, "With `auth_type: none` there is nothing to sign in with.");
    }
    if (wanted && !given && !findings.places().containsKey(config)) {
      findings.error(
          "key.missing",
          config,
          "`auth_type: %s` needs an `auth_config`.".formatted(server.authType()));
    }
  }

  /** The path of the configuration that holds the value at the path. */
  private static String configuration(String path) {
    int at = path.indexOf(CONFIGURATION);
    return at < 0 ? path : path.substring(0, at + CONFIGURATION.length());
  }
}
