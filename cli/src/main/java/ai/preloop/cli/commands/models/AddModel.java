package ai.preloop.cli.commands.models;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a model. */
@Command(
    name = "add",
    description = "Add a model under an alias (asks for a password).",
    footer = {
      "",
      "The provider's key is asked for at the terminal, or taken from PRELOOP_MODEL_KEY; a model",
      "of openai_compatible has none unless --key, --key-stdin or --secret is there.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} models add large --provider openai --model gpt-4.1",
      "  ${ROOT-COMMAND-NAME} models add opus --provider anthropic --model claude-opus-4-6 --key-stdin < key",
      "  ${ROOT-COMMAND-NAME} models add local --provider openai_compatible --model qwen3 \\",
      "      --endpoint http://127.0.0.1:11434/v1 --price input=0 --price output=0",
      "  ${ROOT-COMMAND-NAME} models add either --share large=3 --share opus=1"
    })
final class AddModel implements Callable<Integer> {

  private static final String COMPATIBLE = "openai_compatible";

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final ModelKey key = new ModelKey();
  @Mixin private final ModelTerms terms = new ModelTerms();

  @Parameters(paramLabel = "ALIAS", description = "What agents ask for it by.")
  private String alias = "";

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "openai, anthropic, gemini, azure_openai, bedrock or openai_compatible.")
  private String provider = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The provider's own name for it (default the alias).")
  private String model = "";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Its base address, where that is not the provider's public one.")
  private String endpoint = "";

  AddModel(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var screen = invocation.screen();
    var body = Json.of(described());
    var added = person.signIn().post(ModelPath.ALL, body).body();
    if (screen.answer(added)) {
      return 0;
    }
    screen.line("Added %s.".formatted(Text.line(alias)));
    if (Json.words(added, "price_source").equals("none") && !terms.hasShares()) {
      screen.note(
          "Nobody says what it costs; say so with `%s`."
              .formatted(
                  invocation
                      .shell()
                      .command(
                          "models set %s --price input=DOLLARS --price output=DOLLARS"
                              .formatted(Text.word(alias)))));
    }
    return 0;
  }

  private Map<String, @Nullable Object> described() {
    if (provider.isEmpty() != terms.hasShares()) {
      throw new UsageException("A model has a --provider, or a --share of others.");
    }
    var described = new LinkedHashMap<String, @Nullable Object>();
    described.put("alias", alias);
    if (!terms.hasShares()) {
      described.put("provider", provider);
      described.put("identifier", model.isEmpty() ? alias : model);
    }
    if (!endpoint.isEmpty()) {
      described.put("endpoint", endpoint);
    }
    terms.over(described);
    if (key.isSaid() || !(terms.hasShares() || provider.equals(COMPATIBLE))) {
      described.putAll(key.member(Text.line(alias), invocation.shell()));
    }
    return described;
  }
}
