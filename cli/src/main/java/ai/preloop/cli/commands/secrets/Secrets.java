package ai.preloop.cli.commands.secrets;

import picocli.CommandLine.Command;

/** The credentials that servers and policies refer to by name. */
@Command(
    name = "secrets",
    description = "The credentials that servers and policies refer to by name.",
    subcommands = {ListSecrets.class, SetSecret.class, RebindSecret.class, RemoveSecret.class})
public final class Secrets {}
