package ai.preloop.cli.commands.keys;

import picocli.CommandLine.Command;

/** The keys that agents and programs call Preloop with. */
@Command(
    name = "keys",
    description = "The keys that agents and programs call Preloop with.",
    subcommands = {ListKeys.class, AddKey.class, RevokeKey.class, AddToken.class})
public final class Keys {}
