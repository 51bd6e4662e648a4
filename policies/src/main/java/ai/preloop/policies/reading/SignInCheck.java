package ai.preloop.policies.reading;

import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Literal;
import ai.preloop.policies.syntax.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether it is said of each server of a document how Preloop signs in there, and only once. */
final class SignInCheck {

  private static final String CONFIGURATION = ".auth_config";

  private static final String OAUTH = "oauth";

  /** With what each type is signed in to; a client of OAuth may have none. */
  private static final Map<String, Set<String>> CREDENTIALS =
      Map.of(
          "bearer",
          Set.of("secret", "token"),
          "api_key",
          Set.of("secret", "api_key"),
          OAUTH,
          Set.of("secret", "client_secret"));

  private static final Set<String> OF_OAUTH = Set.of("client_id", "scope", "per_user", "grant");

  private final PolicyDocument document;
  private final Source source;
  private final Findings findings;
  private final Set<Integer> starts = new HashSet<>();
  private final Map<String, List<Literal>> literals;

  SignInCheck(PolicyDocument document, Source source, List<Literal> literals, Findings findings) {
    this.document = document;
    this.source = source;
    this.findings = findings;
    this.literals =
        literals.stream().collect(Collectors.groupingBy(each -> configuration(each.path())));
  }

  void run() {
    Entries.each(
        document.mcpServers(),
        "$.mcp_servers",
        (server, path) -> {
          var config = path + CONFIGURATION;
          var held = literals.getOrDefault(config, List.of());
          held.forEach(literal -> literal(server, literal));
          var given = new TreeSet<>(server.authConfig().keySet());
          held.forEach(literal -> given.add(key(literal, config)));
          if (server.authType().equals("none")) {
            unneeded(given, config);
          } else {
            header(server, config);
            given.remove("header");
            oauth(server, given, config);
            credential(server, given, config);
          }
        });
  }

  /** The name of the key, whichever of its spellings is written. */
  private static String key(Literal literal, String config) {
    var written = literal.path().substring(config.length() + 1);
    var key = Keys.AUTHENTICATION.spellings().get(written);
    return key == null ? written : key.name();
  }

  private void literal(McpServerEntry server, Literal literal) {
    if (source.isAlias(literal.position()) || !starts.add(literal.start())) {
      findings.error(
          "credential.alias",
          literal.path(),
          "A credential that is repeated by an alias stands in other places too: write it, or the name of a secret, in each.");
      return;
    }
    ServerSyntax.faultOfCredential(literal.value().strip())
        .ifPresentOrElse(
            fault -> findings.error("value.credential", literal.path(), fault),
            () ->
                findings.warning(
                    "credential.literal",
                    literal.path(),
                    "This credential stands here in full. An upload moves it into the secret store as `%s`; write `{secret: %s}` in its place."
                        .formatted(
                            McpServerEntry.ownSecret(server.name()),
                            McpServerEntry.ownSecret(server.name()))));
  }

  private void unneeded(Set<String> given, String config) {
    if (!given.isEmpty()) {
      findings.error(
          "key.conflict", config, "With `auth_type: none` there is nothing to sign in with.");
    }
  }

  private void header(McpServerEntry server, String config) {
    server
        .header()
        .ifPresent(header -> {
          if (!server.authType().equals("api_key")) {
            findings.error(
                "key.conflict",
                config + ".header",
                "A header goes with `auth_type: api_key` only.");
          }
          ServerSyntax.faultOfHeader(header)
              .ifPresent(fault -> findings.error("value.header", config + ".header", fault));
        });
  }

  /** What goes with OAuth alone; of what is left the credential is one. */
  private void oauth(McpServerEntry server, Set<String> given, String config) {
    if (!server.isOAuth()) {
      return;
    }
    given.removeAll(OF_OAUTH);
    if (!given.isEmpty() && server.clientId().isEmpty()) {
      findings.error("key.missing", config, "The secret of a client goes with its `client_id`.");
    }
    if (server.isUnattended() && server.isPerUser()) {
      findings.error(
          "key.conflict",
          config + ".per_user",
          "`client_credentials` are those of Preloop, and of no person.");
    }
  }

  private void credential(McpServerEntry server, Set<String> given, String config) {
    var fitting = CREDENTIALS.getOrDefault(server.authType(), Set.of());
    given.stream()
        .filter(key -> !fitting.contains(key))
        .forEach(key ->
            findings.error(
                "key.conflict",
                config + "." + key,
                "`auth_type: %s` is not signed in to with this.".formatted(server.authType())));
    if (given.size() > 1) {
      findings.error(
          "key.conflict", config, "One credential is enough, and which holds is unsaid.");
    }
    if (given.isEmpty()
        && !server.isOAuth()
        && fitting.stream().noneMatch(key -> isWritten(config + "." + key))) {
      findings.error(
          "key.missing",
          config,
          "`auth_type: %s` needs an `auth_config` with %s."
              .formatted(server.authType(), String.join(" or ", new TreeSet<>(fitting))));
    }
  }

  /** What is written and wrong in itself has been reported already. */
  private boolean isWritten(String path) {
    return findings.places().containsKey(path);
  }

  /** The path of the configuration that holds the value at the path. */
  private static String configuration(String path) {
    int at = path.indexOf(CONFIGURATION);
    return at < 0 ? path : path.substring(0, at + CONFIGURATION.length());
  }
}
