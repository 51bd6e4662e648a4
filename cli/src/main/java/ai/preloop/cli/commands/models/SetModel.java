package ai.preloop.cli.commands.models;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Changes what is said of a model, and leaves the rest. */
@Command(
    name = "set",
    description = "Change a model; what is not said stays (asks for a password).",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} models set large --price input=2 --price output=8",
      "  ${ROOT-COMMAND-NAME} models set large --limit requests_per_minute=60 --fallback opus",
      "  ${ROOT-COMMAND-NAME} models set large --without fallbacks --without limits",
      "  ${ROOT-COMMAND-NAME} models set large --key-stdin < key"
    })
final class SetModel implements Callable<Integer> {

  /** What a request has; an answer has more. */
  private static final List<String> ASKED =
      List.of("alias", "provider", "identifier", "endpoint", "prices", "limits", "routing");

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final ModelKey key = new ModelKey();
  @Mixin private final ModelTerms terms = new ModelTerms();

  @Parameters(paramLabel = "ALIAS", description = "The model's alias or id.")
  private String called = "";

  @Option(names = "--alias", paramLabel = "ALIAS", description = "What it is called from now on.")
  private String alias = "";

  @Option(names = "--model", paramLabel = "NAME", description = "The provider's own name for it.")
  private String model = "";

  @Option(names = "--endpoint", paramLabel = "URL", description = "Its base address.")
  private String endpoint = "";

  @Option(
      names = "--without",
      paramLabel = "WHAT",
      description = "Forget its key, prices, limits or fallbacks; may be repeated.")
  private Set<Part> dropped = EnumSet.noneOf(Part.class);

  /** What a model can do without. */
  private enum Part {
    KEY,
    PRICES,
    LIMITS,
    FALLBACKS
  }

  SetModel(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var said = said();
    if (said.isEmpty() && !terms.isSaid() && dropped.isEmpty()) {
      throw new UsageException("Say what is to change; --help lists what can.");
    }
    var screen = invocation.screen();
    var server = person.signIn();
    String path = ModelPath.of(server, called);
    var changed = server.put(path, Json.of(changed(server.get(path), said))).body();
    if (!screen.answer(changed)) {
      screen.line("Changed %s.".formatted(Text.line(called)));
    }
    return 0;
  }

  private Map<String, String> said() {
    var said = new LinkedHashMap<String, String>();
    put(said, "alias", alias);
    put(said, "identifier", model);
    put(said, "endpoint", endpoint);
    if (key.isSaid() && dropped.contains(Part.KEY)) {
      throw new UsageException("Give a key, or say --without key: not both.");
    }
    if (key.isSaid()) {
      said.putAll(key.member(Text.line(called), invocation.shell()));
    }
    return said;
  }

  private Map<String, @Nullable Object> changed(JsonNode before, Map<String, String> said) {
    var model = new LinkedHashMap<String, @Nullable Object>();
    for (String member : ASKED) {
      if (before.hasNonNull(member)) {
        model.put(member, Json.plain(before.path(member)));
      }
    }
    dropped.forEach(part -> drop(model, part));
    model.putAll(said);
    terms.over(model);
    return model;
  }

  private static void drop(Map<String, @Nullable Object> model, Part part) {
    switch (part) {
      case KEY -> model.put("secret", "");
      case PRICES -> model.remove("prices");
      case LIMITS -> model.remove("limits");
      case FALLBACKS ->
          model.computeIfPresent("routing", (_, routing) -> withoutFallbacks(routing));
    }
  }

  private static Object withoutFallbacks(Object routing) {
    if (!(routing instanceof Map<?, ?> there)) {
      return routing;
    }
    var left = new LinkedHashMap<Object, @Nullable Object>(there);
    left.remove("fallbacks");
    return left;
  }

  private static void put(Map<String, String> said, String member, String value) {
    if (!value.isEmpty()) {
      said.put(member, value);
    }
  }
}
