package ai.preloop.cli.commands.tools;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A tool and the arguments for it: JSON, or a file of it, with single ones put on top. */
final class ToolArguments {

  @Parameters(index = "0", paramLabel = "NAME", description = "The name that agents call it by.")
  private String name = "";

  @Option(names = "--args", paramLabel = "JSON", description = "The arguments, as one object.")
  private String json = "";

  @Option(
      names = "--args-file",
      paramLabel = "FILE",
      description = "A file that has the arguments; - is the input.")
  private @Nullable Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "An argument that is a text; KEY:=JSON for a number or anything else.")
  private List<String> single = List.of();

  String tool() {
    return name;
  }

  ObjectNode read(Shell shell) {
    if (!(whole(shell) instanceof ObjectNode arguments)) {
      throw new UsageException("The arguments are one JSON object.");
    }
    single.forEach(argument -> put(arguments, argument));
    return arguments;
  }

  private JsonNode whole(Shell shell) {
    if (file == null) {
      return Json.read(json.isEmpty() ? "{}" : json);
    }
    if (!json.isEmpty()) {
      throw new UsageException("Give --args or --args-file, not both.");
    }
    try {
      return Json.read(
          file.toString().equals("-") ? shell.in().readAllBytes() : Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UsageException("'%s' cannot be read.".formatted(Text.line(file.toString())));
    }
  }

  private static void put(ObjectNode arguments, String argument) {
    int equals = argument.indexOf('=');
    if (equals < 1) {
      throw new UsageException(
          "'%s' is neither KEY=VALUE nor KEY:=JSON.".formatted(Text.line(argument)));
    }
    String value = argument.substring(equals + 1);
    if (argument.charAt(equals - 1) == ':') {
      arguments.set(argument.substring(0, equals - 1), value(argument, value));
    } else {
      arguments.put(argument.substring(0, equals), value);
    }
  }

  private static JsonNode value(String argument, String json) {
    JsonNode value = Json.read(json);
    if (value.isMissingNode()) {
      throw new UsageException(
          "What follows := in '%s' is not JSON.".formatted(Text.line(argument)));
    }
    return value;
  }
}
