package ai.preloop.cli.commands.models;

import ai.preloop.cli.commands.models.allow.Allow;
import picocli.CommandLine.Command;

/** The models that agents call through Preloop. */
@Command(
    name = "models",
    description = "The models that agents call through Preloop.",
    subcommands = {
      ListModels.class,
      ShowModel.class,
      AddModel.class,
      SetModel.class,
      RemoveModel.class,
      TestModel.class,
      Allow.class
    })
public final class Models {}
