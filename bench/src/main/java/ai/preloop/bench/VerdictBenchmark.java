package ai.preloop.bench;

import ai.preloop.policies.conditions.Language;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Rule;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.verdicts.Call;
import ai.preloop.policies.verdicts.CalledTool;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.policies.verdicts.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What an allowed call costs with 1 to 1,000 rules over 100 tools. Each rule is compound; those
 * before the last one of the tool miss at their first part, and the last one matches in all parts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class VerdictBenchmark {

  private static final int TOOLS = 100;
  private static final byte[] ARGUMENTS =
      "{\"command\":\"deploy --env staging\",\"amount\":250,\"tags\":[\"a\",\"b\"]}"
          .getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  /** How many conditions there are, dealt evenly to the tools. */
  @Param({"1", "10", "100", "1000"})
  public int rules;

  @SuppressWarnings("NullAway.Init")
  private CompiledPolicy policy;

  @SuppressWarnings("NullAway.Init")
  private Call call;

  @Setup
  public void compile() {
    List<KnownTool> tools = IntStream.range(0, TOOLS).mapToObj(VerdictBenchmark::tool).toList();
    policy = CompiledPolicy.compile(1, List.of(document()), tools);
    var principal =
        new Caller.Principal(
            "api_key", "k1", "agent", "ana", List.of(), List.of(), List.of("mcp:call"));
    call =
        new Call(
            Caller.of(principal), CalledTool.of(tools.getFirst()), () -> ARGUMENTS, "", NOW, false);
  }

  @Benchmark
  public Verdict judge() {
    return policy.judge(call);
  }

  public static void main(String[] args) throws RunnerException {
    new Runner(
            new OptionsBuilder()
                .include(VerdictBenchmark.class.getSimpleName())
                .jvmArgs("--sun-misc-unsafe-memory-access=allow")
                .build())
        .run();
  }

  private PolicyDocument document() {
    return new PolicyDocument(
        new PolicyDocument.Metadata("bench", Map.of()),
        List.of(),
        List.of(),
        IntStream.range(0, Math.min(TOOLS, rules)).mapToObj(this::entry).toList(),
        List.of(),
        null);
  }

  private ToolEntry entry(int tool) {
    return new ToolEntry(
        tool(tool).name(),
        "server",
        true,
        null,
        Justification.DISABLED,
        IntStream.rangeClosed(1, Math.max(1, rules / TOOLS)).mapToObj(this::rule).toList(),
        Action.ALLOW,
        Position.UNKNOWN);
  }

  private Rule rule(int number) {
    boolean last = number == Math.max(1, rules / TOOLS);
    String expression =
        "args.command.contains('%s') && args.command.contains('staging') && args.amount > 249"
            .formatted(last ? "deploy" : "deploy-" + number);
    return new Rule(
        number,
        new Rule.Condition(expression, Language.CEL),
        Action.ALLOW,
        null,
        null,
        Mode.ENFORCE,
        false,
        Position.UNKNOWN);
  }

  private static KnownTool tool(int number) {
    return new KnownTool("server", "tool_" + number, "mcp", Map.of(), KnownTool.Hints.UNTRUSTED);
  }
}
