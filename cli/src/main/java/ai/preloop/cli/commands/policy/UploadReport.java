package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.Arrivals;
import ai.preloop.cli.commands.policy.Submission.Answer;
import ai.preloop.cli.commands.policy.Submission.Part;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What came of an upload, document by document, for a person or a program. */
record UploadReport(Screen screen, boolean isRehearsal) {

  void print(Answer answer) {
    var items = answer.parts().stream().map(part -> named(answer, part)).toList();
    if (screen.answer(answer.named(items))) {
      return;
    }
    for (Part part : answer.parts()) {
      part.findings().print(screen);
      if (answer.isTaken()) {
        done(answer, part.answer());
      }
    }
    answer.taken().forEach(this::taken);
    new Arrivals(answer.whole()).print(screen);
  }

  private void done(Answer answer, JsonNode document) {
    String version = Json.words(answer.whole(), "version");
    var changes = changes(document);
    changes.forEach(change -> screen.line("  " + change));
    String end =
        changes.isEmpty()
            ? "nothing to change; version " + version + "."
            : isRehearsal
                ? "a dry run; nothing was changed."
                : "applied as version " + version + ".";
    screen.line("%s: %s".formatted(Json.words(document, "policy_name"), end));
  }

  /** From another owner, with force. */
  private void taken(JsonNode document) {
    changes(document).forEach(change -> screen.line("  " + change));
    screen.line(
        "%s: %s from its document."
            .formatted(
                Json.words(document, "policy_name"), isRehearsal ? "would be taken" : "taken"));
    document
        .path("findings")
        .forEach(finding -> screen.line("  warning: " + Json.words(finding, "message")));
  }

  /** What a document says of itself is worth a line only where nothing else changed. */
  private static List<String> changes(JsonNode document) {
    var all = document.path("changes").valueStream().map(Json::words).toList();
    var weighty = all.stream().filter(change -> !change.matches("\\w+ (metadata|layout)")).toList();
    return weighty.isEmpty() ? all : weighty;
  }

  private static Map<String, Object> named(Answer answer, Part part) {
    var named = new LinkedHashMap<String, Object>();
    named.put("file", part.source().title());
    named.put("applied", false);
    for (String member : new String[] {"version", "applied", "detail", "servers", "unfit"}) {
      if (answer.whole().has(member)) {
        named.put(member, answer.whole().path(member));
      }
    }
    for (String member : new String[] {"policy_name", "changes", "taken"}) {
      if (part.answer().has(member)) {
        named.put(member, part.answer().path(member));
      }
    }
    named.put("findings", part.findings().found());
    return named;
  }
}
