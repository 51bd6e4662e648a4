package ai.preloop.cli.commands.sessions;

import picocli.CommandLine.Command;

/** Sessions of agents. */
@Command(
    name = "sessions",
    description = "Sessions of agents: their calls of models and of servers together.",
    subcommands = {ListSessions.class, ShowSession.class})
public final class Sessions {

  static final String PATH = "/account/runtime-sessions";
}
