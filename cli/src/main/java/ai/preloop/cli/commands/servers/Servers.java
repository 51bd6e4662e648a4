package ai.preloop.cli.commands.servers;

import picocli.CommandLine.Command;

/** The MCP servers behind Preloop. */
@Command(
    name = "servers",
    description = "The MCP servers behind Preloop.",
    subcommands = {
      ListServers.class,
      AddServer.class,
      ImportServers.class,
      ScanServer.class,
      RemoveServer.class
    })
public final class Servers {}
