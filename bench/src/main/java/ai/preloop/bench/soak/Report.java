package ai.preloop.bench.soak;

import ai.preloop.bench.soak.Truth.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was seen, for people and for programs, and whether it is as it must be. */
record Report(double rate, List<Minute> minutes, List<Check> checks, Tally tally) {

  boolean holds() {
    return tally.errors() == 0
        && Drift.of(minutes).stream().noneMatch(Drift::isTooMuch)
        && checks.stream().allMatch(Check::holds);
  }

  void print() {
    Drift.of(minutes)
        .forEach(drift ->
            System.out.printf(
                "%-6s %-28s %10.2f, at the end %10.2f, at most %10.2f%n",
                drift.isTooMuch() ? "DRIFT" : "ok",
                drift.what(),
                drift.first(),
                drift.last(),
                drift.most()));
    checks.forEach(check ->
        System.out.printf(
            "%-6s %-44s %12d, expected %12d%n",
            check.holds() ? "ok" : "WRONG", check.what(), check.found(), check.expected()));
  }

  void write(Path written) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("cores", Runtime.getRuntime().availableProcessors());
    all.put("jvm", Runtime.version().toString());
    all.put("rate", rate);
    all.put("checks", checks);
    all.put("drifts", Drift.of(minutes));
    all.put("wrong", tally.sentences());
    all.put("minutes", minutes);
    Files.createDirectories(written.toAbsolutePath().getParent());
    Files.writeString(
        written, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    System.out.println("Written to " + written);
  }
}
