package ai.preloop.cli.commands.auth;

import picocli.CommandLine.Command;

/** The credential in use. */
@Command(
    name = "auth",
    description = "The credential in use, and the password.",
    subcommands = {Status.class, PrintToken.class, ChangePassword.class, Logout.class})
public final class Auth {}
