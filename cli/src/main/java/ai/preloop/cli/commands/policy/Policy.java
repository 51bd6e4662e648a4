package ai.preloop.cli.commands.policy;

import picocli.CommandLine.Command;

/** Policies as code. */
@Command(
    name = "policy",
    description = "Policies as code.",
    subcommands = {
      ListPolicies.class,
      ValidatePolicy.class,
      TestPolicy.class,
      DiffPolicy.class,
      BacktestPolicy.class,
      ApplyPolicy.class,
      ExplainPolicy.class,
      ExportPolicies.class,
      SchemaOfPolicies.class
    })
public final class Policy {}
