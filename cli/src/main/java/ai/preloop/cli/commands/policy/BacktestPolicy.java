package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Moment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges recorded calls again, as a document would. */
@Command(
    name = "backtest",
    description = "Judge recorded calls again, as a document would, and say what differs.",
    footer = {
      "",
      "Nothing is called. Records are without secrets: where a rule reads what was left out, the",
      "answer is unknown, and such a call counts as one that may change. Several documents are",
      "tried each alone.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy backtest policy.yaml --since 30d",
      "  ${ROOT-COMMAND-NAME} policy backtest policies/ --since 12h --max-changed 5%"
    })
final class BacktestPolicy implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, folders, or - for input.")
  private List<String> files = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      required = true,
      description = "From when on: 30d, 12h or 90m ago, or RFC 3339.")
  private String since = "";

  @Option(names = "--until", paramLabel = "TIME", description = "Until when (default: now).")
  private @Nullable String until;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many calls, the newest (default: as many as the server takes).")
  private @Nullable Integer limit;

  @Option(
      names = "--against",
      paramLabel = "WHAT",
      description =
          "Compare with the verdicts as they were recorded (default), or with those of the policy"
              + " in_force.")
  private Baseline against = Baseline.recorded;

  @Option(
      names = "--max-changed",
      paramLabel = "N[%%]",
      description = "End with 1 where more calls than this change or may change: 12, or 5%%.")
  private @Nullable String most;

  BacktestPolicy(Invocation invocation) {
    this.invocation = invocation;
  }

  /** What the verdicts of the draft are compared with, as the server calls it. */
  enum Baseline {
    recorded,
    in_force
  }

  @Override
  public Integer call() {
    var threshold = threshold();
    var period = period();
    var server = invocation.server();
    var all =
        PolicySource.of(files, invocation.shell()).stream()
            .map(source -> replayed(server, source, period))
            .toList();
    var screen = invocation.screen();
    if (!screen.answer(Json.of(Map.of("items", all.stream().map(Replayed::named).toList())))) {
      all.forEach(each -> each.print(screen, threshold));
    }
    return all.stream().allMatch(each -> each.passes(threshold)) ? 0 : 1;
  }

  private static Replayed replayed(Server server, PolicySource source, Map<String, Object> period) {
    var body = new LinkedHashMap<String, Object>(Map.of("policy", source.text()));
    body.putAll(period);
    return new Replayed(
        source, Submission.answer(() -> server.post("/policies/backtest", Json.of(body))));
  }

  private Map<String, Object> period() {
    var now = Instant.now();
    var period = new LinkedHashMap<String, Object>(Map.of("since", moment(since, now)));
    if (until != null) {
      period.put("until", moment(until, now));
    }
    if (limit != null) {
      period.put("limit", limit);
    }
    if (against != Baseline.recorded) {
      period.put("against", against.name());
    }
    return period;
  }

  private static String moment(String text, Instant now) {
    return Moment.of(text, now)
        .map(moment -> moment.instant().toString())
        .orElseThrow(() ->
            new UsageException(
                "'%s' is no time; say 30d, 12h, 90m, or 2026-11-01T00:00:00Z.".formatted(text)));
  }

  private @Nullable Threshold threshold() {
    return most == null
        ? null
        : Threshold.of(most)
            .orElseThrow(() ->
                new UsageException("--max-changed is a number of calls, or a share such as 5%."));
  }
}
