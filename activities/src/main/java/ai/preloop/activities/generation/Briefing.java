package ai.preloop.activities.generation;

import ai.preloop.activities.gateway.ChatCompletions.Message;
import ai.preloop.policies.syntax.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What is said to a model: how policies are written, what is wanted, and what to repair. */
final class Briefing {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_FINDINGS = 40;

  private Briefing() {}

  /** The task is one JSON object, so that nothing in it can be taken for what we say. */
  static List<Message> begin(Map<String, Object> task) {
    return List.of(
        new Message("system", Instructions.TEXT),
        new Message("user", JSON.writeValueAsString(task)));
  }

  /** What was asked first, the draft, and what is wrong with it. */
  static List<Message> repair(List<Message> asked, Drafted drafted) {
    List<Message> messages = new ArrayList<>(asked);
    if (!drafted.reply().document().isBlank()) {
      messages.add(new Message("assistant", answered(drafted.reply())));
    }
    messages.add(new Message("user", toRepair(drafted.findings())));
    return List.copyOf(messages);
  }

  private static String answered(Reply reply) {
    String tests = reply.tests();
    return fenced(reply.document()) + (tests == null ? "" : fenced(tests));
  }

  private static String fenced(String block) {
    return "````yaml\n%s\n````\n".formatted(block.stripTrailing());
  }

  private static String toRepair(List<Finding> findings) {
    return """
    Your draft was checked, and is not valid. Repair it, and answer with both blocks again, \
    whole. What was found, with line and column of the document:
    %s
    """
        .formatted(
            findings.stream()
                .limit(MOST_FINDINGS)
                .map(Briefing::line)
                .collect(Collectors.joining("\n")));
  }

  private static String line(Finding finding) {
    return "%d:%d %s %s %s: %s"
        .formatted(
            finding.position().line(),
            finding.position().column(),
            finding.severity().name().toLowerCase(Locale.ROOT),
            finding.code(),
            finding.path(),
            finding.message());
  }
}
