package ai.preloop.cli.commands.audit;

import picocli.CommandLine.Command;

/** The record of every call and decision. */
@Command(
    name = "audit",
    description = "The record of every call and decision.",
    subcommands = {TailAudit.class, VerifyAudit.class})
public final class Audit {}
