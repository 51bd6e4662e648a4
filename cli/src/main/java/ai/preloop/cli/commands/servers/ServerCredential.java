package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.HiddenValue;
import ai.preloop.cli.terminal.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How Preloop signs in to an MCP server; the credential itself is never on a command line. */
final class ServerCredential {

  @Option(
      names = {"--auth", "--auth-type"},
      paramLabel = "TYPE",
      description =
          "How Preloop signs in to it: none (default), bearer, api_key or oauth. A credential is"
              + " asked for at the terminal, or taken from PRELOOP_SERVER_SECRET.")
  private Type type = Type.none;

  @Option(
      names = "--header",
      paramLabel = "NAME",
      description = "The header that carries an api_key (default X-API-Key).")
  private String header = "";

  @Mixin private final HiddenValue value = new HiddenValue();
  @Mixin private final OAuthOptions oauth = new OAuthOptions();

  /** The values of {@code auth_type} on the wire, and what each calls its credential. */
  enum Type {
    none("none"),
    bearer("token"),
    api_key("key"),
    oauth("client_secret");

    private final String member;

    Type(String member) {
      this.member = member;
    }
  }

  /** Whether somebody has to go to an authorization server before it can be used. */
  boolean isGranted() {
    return oauth.isMeant() || type == Type.oauth;
  }

  /** The members of a server's description that say it. */
  Map<String, Object> members(String name, Shell shell) {
    if (!header.isEmpty() && type != Type.api_key) {
      throw new UsageException("--header goes with --auth api_key.");
    }
    if (oauth.isMeant() || type == Type.oauth) {
      return oauth.members(type, () -> value.read("client secret for " + name, shell));
    }
    var members = new LinkedHashMap<String, Object>(Map.of("auth_type", type.name()));
    if (type != Type.none) {
      var config =
          new LinkedHashMap<String, String>(
              Map.of(type.member, value.read(type.member + " of " + name, shell)));
      if (!header.isEmpty()) {
        config.put("header", header);
      }
      members.put("auth_config", config);
    }
    return members;
  }
}
