package ai.preloop.cli.commands.virtualservers;

import picocli.CommandLine.Command;

/** Chosen sets of tools, each at an MCP address of its own. */
@Command(
    name = "virtual",
    description = "Chosen sets of tools, each at an MCP address of its own.",
    subcommands = {ListVirtualServers.class, AddVirtualServer.class, RemoveVirtualServer.class})
public final class VirtualServers {}
