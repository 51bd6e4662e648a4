package ai.preloop.cli.commands.account;

import picocli.CommandLine.Command;

/** The account as a whole. */
@Command(
    name = "account",
    description = "Stop everything in the account and let it go on, and switch parts of it.",
    subcommands = {FreezeAccount.class, UnfreezeAccount.class, SwitchAccount.class})
public final class Account {}
