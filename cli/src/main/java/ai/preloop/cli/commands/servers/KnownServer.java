package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Text;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** An MCP server that is named on the command line, and who acts upon it. */
final class KnownServer {

  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The server's name or id.")
  private String name = "";

  KnownServer(Invocation invocation) {
    person = new Person(invocation);
  }

  /** Found by somebody who may change it. */
  Found find() {
    var server = person.signIn();
    return new Found(server, ServerNames.find(server, name));
  }

  /** Safe to print. */
  String name() {
    return Text.line(name);
  }

  /** What it is, and a Preloop that does what is asked of it. */
  record Found(Server preloop, JsonNode server) {

    String path() {
      return ServerNames.path(server);
    }
  }
}
