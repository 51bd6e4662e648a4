package ai.preloop.cli.commands.models.allow;

import picocli.CommandLine.Command;

/** The lists of allowed models. */
@Command(
    name = "allow",
    description = "Which models the account, a user, a team, an agent or a flow may call.",
    subcommands = {ListLists.class, AddList.class, SetList.class, RemoveList.class})
public final class Allow {}
