package ai.preloop.cli.commands.versions;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Text;
import picocli.CommandLine.Parameters;

/** A version as it is called on the command line: by its number, its tag or its id. */
final class VersionName {

  @Parameters(index = "0", paramLabel = "VERSION", description = "Its number, tag or id.")
  private String name = "";

  /** Where it is on the server. */
  String path() {
    return "/policies/versions/" + Server.segment(name);
  }

  /** Safe to print. */
  @Override
  public String toString() {
    return Text.line(name);
  }
}
