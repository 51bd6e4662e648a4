package ai.preloop.activities.approvals;

import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An approval as Temporal shows it to operators: one short line, of which Temporal takes at most
 * 400 bytes, and never an argument.
 */
final class Summaries {

  private static final int LONGEST = 160;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Summaries() {}

  static String of(ApprovalRow row) {
    return "%s for %s, %s".formatted(tool(row), plain(row.caller().name()), rules(row));
  }

  static String tool(ApprovalRow row) {
    return plain(row.target().qualifiedTool());
  }

  private static String rules(ApprovalRow row) {
    String numbers =
        JSON.readTree(row.grounds().rules())
            .valueStream()
            .map(rule -> rule.path("number"))
            .filter(JsonNode::isInt)
            .map(JsonNode::asString)
            .distinct()
            .limit(10)
            .collect(Collectors.joining(", "));
    return numbers.isEmpty() ? "by default" : "rule " + numbers;
  }

  /** Names come from outside; what is left takes one byte a character. */
  private static String plain(String name) {
    String printable = name.replaceAll("[^ !#-\\[\\]-~]", "?");
    return printable.length() > LONGEST ? printable.substring(0, LONGEST) : printable;
  }
}
