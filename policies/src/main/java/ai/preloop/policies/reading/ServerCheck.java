package ai.preloop.policies.reading;

import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.syntax.Findings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/** Whether the servers of a document can be reached, as far as can be read. */
final class ServerCheck {

  private final PolicyDocument document;
  private final Map<String, String> origins;
  private final Findings findings;

  /** {@code origins} has, by the secret's name, the only place where each may be sent. */
  ServerCheck(PolicyDocument document, Map<String, String> origins, Findings findings) {
    this.document = document;
    this.origins = origins;
    this.findings = findings;
  }

  void run() {
    if (document.owner().equals(PolicyDocument.BY_HAND) && !document.mcpServers().isEmpty()) {
      findings.error(
          "server.by_hand",
          "$.mcp_servers",
          "What `%s` owns is made by hand, and servers are registered then: bring them by a document with another name."
              .formatted(PolicyDocument.BY_HAND));
    }
    Entries.each(document.mcpServers(), "$.mcp_servers", this::server);
  }

  /** A name or an address that was wrong in itself has been reported already, and is empty. */
  private void server(McpServerEntry server, String path) {
    if (!server.name().isEmpty() && !Sources.RESERVED.contains(server.name())) {
      ServerSyntax.faultOfName(server.name())
          .ifPresent(fault -> findings.error("value.name", path + ".name", fault));
    }
    if (server.isCommand()) {
      command(server, path);
    } else {
      address(server, path);
    }
  }

  private void command(McpServerEntry server, String path) {
    var name = server.url().substring(McpServerEntry.url("").length());
    misplaced(path + ".url", "A program has a `command`, and no `url`.");
    if (isWritten(path + ".command")) {
      ServerSyntax.faultOfCommand(name)
          .ifPresent(fault -> findings.error("value.name", path + ".command", fault));
    } else {
      findings.error(
          "key.missing",
          path + ".command",
          "`transport: stdio` needs a `command`: the name that the operator gave the program.");
    }
    if (!server.authType().equals("none")) {
      findings.error(
          "key.conflict",
          path + ".auth_type",
          "A program is not signed in to: what it needs to know is in the operator's configuration.");
    }
  }

  private void address(McpServerEntry server, String path) {
    misplaced(path + ".command", "A `command` goes with `transport: stdio` only.");
    if (!isWritten(path + ".url")) {
      findings.error(
          "key.missing",
          path + ".url",
          "`transport: %s` needs a `url`.".formatted(server.transport()));
    } else if (!server.url().isEmpty()) {
      fault(server.url())
          .ifPresentOrElse(
              fault -> findings.error("value.url", path + ".url", fault),
              () -> origin(server, path));
    }
  }

  private void misplaced(String path, String sentence) {
    if (isWritten(path)) {
      findings.error("key.conflict", path, sentence);
    }
  }

  private boolean isWritten(String path) {
    return findings.places().containsKey(path);
  }

  private static Optional<String> fault(String url) {
    try {
      return ServerSyntax.faultOfUrl(new URI(url));
    } catch (URISyntaxException e) {
      return Optional.of("The URL is not one that can be read.");
    }
  }

  /** The secret of a client of OAuth goes to the authorization server, which is found out later. */
  private void origin(McpServerEntry server, String path) {
    if (server.isOAuth()) {
      return;
    }
    var secret = server.secret().orElse("");
    var bound = origins.getOrDefault(secret, "");
    var asked = ServerSyntax.origin(URI.create(server.url()));
    if (!bound.isEmpty() && !bound.equals(asked)) {
      findings.error(
          "secret.origin",
          path + ".auth_config",
          "The secret `%s` belongs to %s and is not sent to %s, until it is bound to that instead."
              .formatted(secret, bound, asked));
    }
  }
}
