package ai.preloop.cli.commands.servers;

import ai.preloop.cli.commands.virtualservers.VirtualServers;
import picocli.CommandLine.Command;

/** The MCP servers behind Preloop. */
@Command(
    name = "servers",
    description = "The MCP servers behind Preloop.",
    subcommands = {
      ListServers.class,
      AddServer.class,
      ImportServers.class,
      AuthorizeServer.class,
      ScanServer.class,
      RemoveServer.class,
      VirtualServers.class
    })
public final class Servers {}
