package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.servers.ToolRows.ToolRow;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Accepts what a server says of its tools. It loosens, so it takes what registering a server takes,
 * and never a credential that calls tools.
 */
public final class Definitions {

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Database database;
  private final ServerRepository rows;
  private final Revisions revisions;
  private final Audit audit;

  Definitions(Database database, ServerRepository rows, Revisions revisions, Audit audit) {
    this.database = database;
    this.rows = rows;
    this.revisions = revisions;
    this.audit = audit;
  }

  /**
   * Accepts the definition with this digest, in force here before this returns; CONFLICT when the
   * tool is defined otherwise by now. Accepting again what is accepted changes nothing.
   */
  public void accept(Principal principal, UUID server, String tool, @Nullable String digest) {
    requireMay(principal);
    String looked = checked(digest);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          McpServer row =
              rows.findByAccountIdAndId(principal.account().value(), server)
                  .orElseThrow(() -> notFound("There is no such MCP server."));
          accept(principal, jdbc, row, locked(jdbc, row, tool, looked));
        });
    revisions.refreshAfterCommit();
  }

  private void accept(Principal principal, JdbcClient jdbc, McpServer server, ToolRow tool) {
    if (tool.hash().equals(tool.accepted())) {
      return;
    }
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What("tool.accepted", server.name(), tool.name(), digests(tool))));
    ToolRows.accept(jdbc, server, tool.name());
  }

  private static ToolRow locked(JdbcClient jdbc, McpServer server, String name, String looked) {
    ToolRow tool =
        ToolRows.lock(jdbc, server, name)
            .orElseThrow(
                () -> notFound("The server %s has no such tool.".formatted(server.name())));
    if (!tool.hash().equals(looked)) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "This is not the digest of the tool's definition as it is now; look at it again.");
    }
    return tool;
  }

  private static String digests(ToolRow tool) {
    String before = tool.accepted();
    return before == null
        ? "{\"accepted\":\"%s\"}".formatted(tool.hash())
        : "{\"accepted\":\"%s\",\"before\":\"%s\"}".formatted(tool.hash(), before);
  }

  private static void requireMay(Principal principal) {
    principal.require(Scope.ACCOUNT_ADMIN);
    if (principal.scopes().stream().anyMatch(Scope::isAgents)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "A credential that can call tools accepts no definition.");
    }
  }

  private static String checked(@Nullable String digest) {
    String lower = digest == null ? "" : digest.toLowerCase(Locale.ROOT);
    if (!SHA256.matcher(lower).matches()) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "digest is that of the definition that was looked at: 64 hexadecimal digits.");
    }
    return lower;
  }

  private static ProblemException notFound(String sentence) {
    return new ProblemException(ProblemType.NOT_FOUND, sentence);
  }
}
