package ai.preloop.cli.commands.models;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks a model for a word. */
@Command(
    name = "test",
    description = "Send a model one tiny request, to see that it answers (asks for a password).",
    footer = {
      "",
      "The provider may charge for it. The exit code is 1 when the model did not answer well.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} models test large"
    })
final class TestModel implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "ALIAS", description = "The model's alias or id.")
  private String called = "";

  TestModel(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var server = person.signIn();
    JsonNode trial = server.post(ModelPath.of(server, called) + "/test", Json.of(Map.of())).body();
    boolean ok = trial.path("ok").asBoolean(false);
    if (!screen.answer(trial)) {
      String time = "%s in %s ms".formatted(status(trial), Json.words(trial, "latency_ms"));
      screen.line(ok ? time + "." : time + ": " + Json.words(trial, "message"));
    }
    return ok ? 0 : 1;
  }

  private static String status(JsonNode trial) {
    int status = trial.path("status").asInt(0);
    String word = trial.path("ok").asBoolean(false) ? "It answers" : "It does not answer";
    return status == 0 ? word : word + " (%d)".formatted(status);
  }
}
