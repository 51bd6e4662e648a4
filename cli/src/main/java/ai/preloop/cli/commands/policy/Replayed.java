package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a back-test of one document came to. */
record Replayed(PolicySource source, JsonNode answer) {

  boolean passes(@Nullable Threshold threshold) {
    return findings().hold(Strictness.USUAL)
        && (threshold == null || !threshold.isExceededBy(touched(), count("calls")));
  }

  Map<String, Object> named() {
    var named = new LinkedHashMap<String, Object>(Map.of("file", source.title()));
    answer.propertyStream().forEach(member -> named.put(member.getKey(), member.getValue()));
    named.put("findings", findings().found());
    return named;
  }

  void print(Screen screen, @Nullable Threshold threshold) {
    findings().print(screen);
    if (answer.has("calls")) {
      new BacktestView(screen, source.title()).print(answer);
    }
    if (threshold != null && threshold.isExceededBy(touched(), count("calls"))) {
      screen.line(
          "%s: changed or may have: %d of %d calls, more than %s."
              .formatted(Text.line(source.title()), touched(), count("calls"), threshold));
    }
  }

  /** What cannot be known may have changed. */
  private long touched() {
    return count("changed") + count("unknown");
  }

  private long count(String name) {
    return answer.path(name).asLong(0);
  }

  private Findings findings() {
    return Findings.of(source, answer);
  }
}
