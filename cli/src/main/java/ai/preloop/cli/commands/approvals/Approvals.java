package ai.preloop.cli.commands.approvals;

import picocli.CommandLine.Command;

/** Calls that wait for a person, and how they were decided. */
@Command(
    name = "approvals",
    description = "Calls that wait for a person, and how they were decided.",
    subcommands = {
      ListApprovals.class,
      PendingApprovals.class,
      ShowApproval.class,
      WatchApprovals.class,
      Approve.class,
      Deny.class
    })
public final class Approvals {}
