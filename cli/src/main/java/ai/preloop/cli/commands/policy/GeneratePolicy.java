package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Moment;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Has a model draft a policy; the document goes where documents go, what is said of it beside. */
@Command(
    name = "generate",
    description = "Have a model of the account draft a policy (asks for a password).",
    footer = {
      "",
      "The model is called through the gateway, so budgets hold and the calls are in the usage. The",
      "draft is checked, repaired at most twice, explained, and tried on recorded calls. Nothing is",
      "applied: read it, and run policy apply. It ends with 1 where the draft is not valid.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy generate \"ask before anything is deployed\" > policy.yaml",
      "  ${ROOT-COMMAND-NAME} policy generate --from-audit --since 30d --key claude --file claude.yaml",
      "  ${ROOT-COMMAND-NAME} policy generate \"let ci restart pods\" --extend --model gpt --file p.yaml"
    })
final class GeneratePolicy implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(
      paramLabel = "DESCRIPTION",
      arity = "0..1",
      description = "What the policy is to do, in words.")
  private String description = "";

  @Option(
      names = "--model",
      paramLabel = "ALIAS",
      description = "The model that is asked (default: the account's first).")
  private @Nullable String model;

  @Option(names = "--extend", description = "Begin with the document that is in force.")
  private boolean extend;

  @Option(
      names = "--name",
      paramLabel = "OWNER",
      description = "The document's metadata.name (default: generated).")
  private @Nullable String name;

  @ArgGroup(exclusive = false)
  private @Nullable Recorded recorded;

  @ArgGroup(exclusive = false)
  private Target target = new Target();

  GeneratePolicy(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  /** The calls that a policy is made of. */
  static final class Recorded {

    /** That it was given is what picocli acts upon. */
    @SuppressWarnings("UnusedVariable")
    @Option(names = "--from-audit", required = true, description = "Make it of recorded calls.")
    private boolean fromAudit;

    @Option(
        names = "--since",
        paramLabel = "TIME",
        description = "From when on: 30d, 12h or 90m ago, or RFC 3339 (default 7d).")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Until when (default: now).")
    private @Nullable String until;

    @Option(names = "--principal", paramLabel = "NAME", description = "Only this caller's calls.")
    private @Nullable String principal;

    @Option(names = "--key", paramLabel = "KEY", description = "Only calls by this API key.")
    private @Nullable String key;
  }

  /** Where the model's documents go. */
  static final class Target {

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "Write the document there, and not to the output.")
    private @Nullable Path file;

    @Option(
        names = "--tests-file",
        paramLabel = "FILE",
        description = "Write the tests there that the model wrote.")
    private @Nullable Path tests;
  }

  @Override
  public Integer call() {
    if (description.isBlank() && recorded == null) {
      throw new UsageException("Say in words what the policy is to do, or --from-audit.");
    }
    requireNew(target.file);
    requireNew(target.tests);
    Map<String, Object> body = body();
    var path = recorded == null ? "/policies/generate" : "/policies/generate-from-audit";
    var answer = person.signIn().post(path, Json.of(body)).body();
    give(answer);
    return answer.path("valid").asBoolean(false) ? 0 : 1;
  }

  private Map<String, Object> body() {
    var body = new LinkedHashMap<String, Object>();
    put(body, "description", description.isBlank() ? null : description);
    put(body, "model", model);
    put(body, "base", extend ? "active" : null);
    put(body, "policy_name", name);
    Recorded calls = recorded;
    if (calls != null) {
      var now = Instant.now();
      put(body, "from", moment(calls.since, now));
      put(body, "to", moment(calls.until, now));
      put(body, "principal", calls.principal);
      put(body, "key", calls.key);
    }
    return body;
  }

  private static void put(Map<String, Object> body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static @Nullable String moment(@Nullable String text, Instant now) {
    return text == null
        ? null
        : Moment.of(text, now)
            .map(moment -> moment.instant().toString())
            .orElseThrow(() ->
                new UsageException(
                    "'%s' is no time; say 30d, 12h, 90m, or 2026-11-01T00:00:00Z."
                        .formatted(text)));
  }

  private void give(JsonNode answer) {
    String document = answer.path("document").asString("");
    write(target.file, document);
    write(target.tests, answer.path("tests_document").asString(""));
    if (invocation.screen().answer(answer)) {
      return;
    }
    if (target.file == null) {
      print(document);
    }
    GenerationReport.beside(invocation.shell(), title()).print(answer);
  }

  private String title() {
    return target.file == null ? "draft" : target.file.toString();
  }

  /** To the letter, but for what could drive a terminal. */
  private void print(String document) {
    Shell shell = invocation.shell();
    shell.out().print(shell.interactive() ? Text.lines(document) : document);
    shell.out().flush();
  }

  /** Found out before the model is asked, which costs. */
  private static void requireNew(@Nullable Path file) {
    if (file != null && Files.exists(file)) {
      throw new UsageException("'%s' is there already: name another file.".formatted(file));
    }
  }

  private static void write(@Nullable Path file, String text) {
    if (file == null || text.isEmpty()) {
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UsageException("'%s' cannot be written.".formatted(file));
    }
  }
}
