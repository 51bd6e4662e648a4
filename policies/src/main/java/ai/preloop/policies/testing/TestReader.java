package ai.preloop.policies.testing;

import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.syntax.Fields;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.JsonSchema;
import ai.preloop.policies.syntax.Paths;
import ai.preloop.policies.syntax.StrictReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads files of tests, and single calls, as strictly as policies are read. */
public final class TestReader {

  private TestReader() {}

  /** What was read, null after an error; the findings come in the order of the source. */
  public record Read<T>(@Nullable T content, List<Finding> findings) {

    public Read {
      findings = List.copyOf(findings);
    }
  }

  /** The JSON Schema of files of tests, made of the definition that reads them. */
  public static Map<String, Object> schema() {
    return JsonSchema.of(TestKeys.FILE, "Preloop policy tests");
  }

  /** A file of tests, as YAML or JSON. */
  public static Read<TestSuite> suite(byte[] bytes) {
    var findings = new Findings();
    var written = StrictReader.read(bytes, TestKeys.FILE, Map.of(), findings);
    var suite = written == null ? null : suite(written.fields(), findings);
    return read(suite, findings);
  }

  /** One call, with the keys of a case but its name and what is expected; made {@code now}. */
  public static Read<SampleCall> call(byte[] bytes, Instant now) {
    var findings = new Findings();
    var written = StrictReader.read(bytes, TestKeys.CALL, Map.of(), findings);
    var call = written == null ? null : new SampleCallReader(findings, now).call(written.fields());
    return read(call, findings);
  }

  private static <T> Read<T> read(@Nullable T content, Findings findings) {
    return new Read<>(findings.hasErrors() ? null : content, findings.sorted());
  }

  private static TestSuite suite(Fields file, Findings findings) {
    var cases = file.groups("cases");
    if (file.has("cases") && cases.isEmpty()) {
      findings.error("test.none", "$.cases", "There is no case here.");
    }
    var tools = file.groups("tools").stream().map(TestReader::tool).toList();
    unique(file.groups("tools"), findings, tool -> tool.text("server") + "." + tool.text("name"));
    unique(cases, findings, each -> each.text("name"));
    return new TestSuite(
        file.text("policy"), tools, cases.stream().map(each -> test(each, findings)).toList());
  }

  private static TestSuite.Tool tool(Fields fields) {
    var known =
        new KnownTool(
            fields.text("server"),
            fields.text("name"),
            Sources.MCP,
            withoutNulls(fields.map("input_schema")),
            KnownTool.Hints.UNTRUSTED);
    return new TestSuite.Tool(
        known, KnownTool.Hints.claimed(fields.map("annotations")), fields.flag("trusted"));
  }

  private static TestCase test(Fields fields, Findings findings) {
    var expect = fields.group("expect");
    var expected = expect == null ? NOTHING : expectation(expect);
    if (expect != null && expected.isEmpty()) {
      findings.error(
          "test.expects_nothing",
          expect.path(),
          "Say what is expected: verdict, workflow, rule, message or error.");
    }
    return new TestCase(
        fields.text("name"),
        new SampleCallReader(findings, SampleCall.STANDARD_NOW).call(fields),
        expected,
        fields.position());
  }

  private static final Expectation NOTHING = new Expectation(null, null, null, null, null);

  private static Expectation expectation(Fields fields) {
    return new Expectation(
        fields.textOrNull("verdict"),
        fields.textOrNull("workflow"),
        fields.values().get("rule"),
        fields.textOrNull("message"),
        fields.has("error") ? fields.flag("error") : null);
  }

  private static void unique(List<Fields> all, Findings findings, Function<Fields, String> name) {
    var first = all.stream().collect(Collectors.toMap(name, Fields::path, (before, _) -> before));
    for (var each : all) {
      var path = Objects.requireNonNull(first.get(name.apply(each)));
      if (!path.equals(each.path())) {
        findings.error(
            "name.duplicate",
            each.path() + ".name",
            "`%s` is here already, at %s.".formatted(Paths.shown(name.apply(each)), path));
      }
    }
  }

  private static Map<String, Object> withoutNulls(Map<String, Object> schema) {
    return schema.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
