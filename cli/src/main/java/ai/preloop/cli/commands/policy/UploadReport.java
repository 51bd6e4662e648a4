package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.policy.Upload.Result;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What came of uploads, document by document, for a person or a program. */
record UploadReport(Screen screen) {

  void rehearsed(List<Result> all) {
    if (!answer(all)) {
      all.forEach(result -> result(result, this::would));
    }
  }

  /** Before any was applied. */
  void refused(List<Result> all) {
    if (!answer(all)) {
      all.forEach(result -> result.findings().print(screen));
    }
  }

  void applied(List<Result> all, Optional<Result> refused) {
    if (!answer(Stream.concat(all.stream(), refused.stream()).toList())) {
      all.forEach(result -> result(result, this::did));
      refused.ifPresent(result -> result.findings().print(screen));
    }
  }

  private boolean answer(List<Result> all) {
    return screen.answer(Json.of(Map.of("items", all.stream().map(Result::named).toList())));
  }

  private void result(Result result, Consumer<Result> end) {
    result.findings().print(screen);
    if (result.isTaken()) {
      shown(result.answer().path("changes")).forEach(change -> screen.line("  " + change));
      end.accept(result);
    } else {
      String title = Text.line(result.source().title());
      screen.line(
          result.holds()
              ? title + ": what it would change is known once what it uses is applied."
              : title + " would be refused.");
    }
  }

  private void would(Result result) {
    end(result, "a dry run; nothing was changed.");
  }

  private void did(Result result) {
    end(result, "applied as version " + result.version() + ".");
  }

  private void end(Result result, String sentence) {
    String nothing = "nothing to change; version " + result.version() + ".";
    screen.line(
        "%s: %s"
            .formatted(
                Json.words(result.answer(), "policy_name"),
                result.answer().path("changes").isEmpty() ? nothing : sentence));
  }

  /** What a document says of itself is worth a line only where nothing else changed. */
  private static List<String> shown(JsonNode changes) {
    var all = changes.valueStream().map(Json::words).toList();
    var weighty = all.stream().filter(change -> !change.matches("\\w+ (metadata|layout)")).toList();
    return weighty.isEmpty() ? all : weighty;
  }
}
