package ai.preloop.cli.commands.keys;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes a runtime token of a key. */
@Command(
    name = "token",
    description = "Make a runtime token of a key and print it, this once (asks for a password).",
    footer = {
      "",
      "It counts as its key everywhere, can do less and not more, and ends with it.",
      "",
      "Example:",
      "  ${ROOT-COMMAND-NAME} keys token research --flow nightly --execution 7 --expires-in 900"
    })
final class AddToken implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final KeyLabels labels = new KeyLabels();

  @Parameters(paramLabel = "KEY", description = "The key's name or id.")
  private String key = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "One of the key's; may be repeated (default all calls that the key makes).")
  private List<String> scopes = List.of();

  @Option(
      names = "--model",
      paramLabel = "ALIAS",
      description = "One of the key's models, or the start of some and a *; may be repeated.")
  private List<String> models = List.of();

  @Option(names = "--execution", paramLabel = "ID", description = "Which run of the flow it is.")
  private String execution = "";

  @Option(names = "--session", paramLabel = "ID", description = "The session of the calls.")
  private String session = "";

  @Option(
      names = "--expires-in",
      paramLabel = "SECONDS",
      description = "When it ends; 60 to 86400 (${DEFAULT-VALUE}).")
  private long seconds = 3_600;

  AddToken(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    JsonNode made = person.signIn().post("/auth/runtime-sessions/token", body()).body();
    if (!screen.answer(made)) {
      screen.line(Json.words(made, "token"));
      screen.note(
          "This is the only time that it is shown; it ends at %s."
              .formatted(Json.time(made, "expires_at")));
    }
    return 0;
  }

  private JsonNode body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("key", key);
    if (!scopes.isEmpty()) {
      body.put("scopes", scopes);
    }
    if (!models.isEmpty()) {
      body.put("models", models);
    }
    labels.addTo(body);
    KeyLabels.add(body, "execution", execution);
    KeyLabels.add(body, "session", session);
    body.put("expires_in", seconds);
    return Json.of(body);
  }
}
