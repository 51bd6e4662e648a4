package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.policies.reading.PolicySchema;
import ai.preloop.policies.testing.TestReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the schema that editors complete and check documents by. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of policy documents, for editors.",
    footer = {
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} policy schema > policy.schema.json",
      "and on the first line of a document:",
      "  # yaml-language-server: $$schema=policy.schema.json"
    })
final class SchemaOfPolicies implements Runnable {

  private final Invocation invocation;

  @Option(names = "--tests", description = "The schema of files of tests instead.")
  private boolean tests;

  SchemaOfPolicies(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public void run() {
    invocation
        .screen()
        .line(Json.pretty(Json.of(tests ? TestReader.schema() : PolicySchema.get())));
  }
}
