package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.versions.RollbackPolicy;
import ai.preloop.cli.commands.versions.Versions;
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
      GeneratePolicy.class,
      ApplyPolicy.class,
      ExplainPolicy.class,
      ExportPolicies.class,
      Versions.class,
      RollbackPolicy.class,
      SchemaOfPolicies.class
    })
public final class Policy {}
