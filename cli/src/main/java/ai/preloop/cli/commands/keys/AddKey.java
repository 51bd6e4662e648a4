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

/** Makes a key. */
@Command(
    name = "add",
    description = "Make an API key and print it, this once (asks for a password).",
    footer = {
      "",
      "What a key says its calls belong to stands for all of its life, whatever calls say of",
      "themselves.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} keys add research --agent research --team search",
      "  ${ROOT-COMMAND-NAME} keys add ci --scope gateway:invoke --model small --model 'gpt-*'"
    })
final class AddKey implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final KeyLabels labels = new KeyLabels();

  @Parameters(paramLabel = "NAME", description = "How it is called.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "What it may do; may be repeated (default mcp:call and gateway:invoke).")
  private List<String> scopes = List.of("mcp:call", "gateway:invoke");

  @Option(
      names = "--model",
      paramLabel = "ALIAS",
      description = "A model that it may call, or the start of some and a *; may be repeated.")
  private List<String> models = List.of();

  @Option(names = "--expires", paramLabel = "TIME", description = "When it ends (RFC 3339).")
  private String expires = "";

  AddKey(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    JsonNode added = person.signIn().post(KeyPath.ALL, body()).body();
    if (!screen.answer(added)) {
      screen.line(Json.words(added, "key"));
      screen.note("This is the only time that it is shown.");
    }
    return 0;
  }

  private JsonNode body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.put("scopes", scopes);
    if (!models.isEmpty()) {
      body.put("models", models);
    }
    KeyLabels.add(body, "expires_at", expires);
    labels.addTo(body);
    return Json.of(body);
  }
}
