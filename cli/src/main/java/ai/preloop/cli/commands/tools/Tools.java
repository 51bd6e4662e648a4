package ai.preloop.cli.commands.tools;

import picocli.CommandLine.Command;

/** The tools that agents can call, and what the policy says of each. */
@Command(
    name = "tools",
    description = "The tools that agents can call, and what the policy says of each.",
    subcommands = {ListTools.class, DescribeTool.class, ExecTool.class, AcceptTool.class})
public final class Tools {}
