package ai.preloop.api.mcp;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.tools.ToolSearch;
import ai.preloop.activities.tools.VisibleTools;
import ai.preloop.activities.tools.VisibleTools.Listed;
import ai.preloop.api.mcp.tools.BuiltinTool;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The two tools by which a virtual server shows many: one finds them, the other calls them. */
@Component
final class ToolSearching {

  static final String SEARCH = "search_tools";
  static final String CALL = "call_tool";

  static final List<String> DEFINITIONS =
      List.of(
          """
          {"name":"search_tools",\
          "title":"Search tools",\
          "description":"Finds tools by plain words of what you want to do, best first, each with its description and input schema. Call what you find with call_tool.",\
          "inputSchema":{"type":"object","properties":{\
          "query":{"type":"string","description":"Words such as: create an issue."},\
          "limit":{"type":"integer","minimum":1,"maximum":50,"description":"How many at most; 10 when left out."}},\
          "required":["query"],"additionalProperties":false},\
          "annotations":{"readOnlyHint":true,"destructiveHint":false,"idempotentHint":true,"openWorldHint":false}}\
          """,
          """
          {"name":"call_tool",\
          "title":"Call a tool",\
          "description":"Calls a tool that search_tools found, with arguments as its input schema says.",\
          "inputSchema":{"type":"object","properties":{\
          "name":{"type":"string","description":"The tool's name."},\
          "arguments":{"type":"object","description":"Its arguments."}},\
          "required":["name"],"additionalProperties":false}}\
          """);

  private static final JsonSlice NO_ARGUMENTS = JsonSlice.of(new byte[] {'{', '}'});
  private static final int USUAL = 10;
  private static final int MOST = 50;
  private static final int LONGEST_QUERY = 1_000;

  private final VisibleTools visible;
  private final MeterRegistry meters;

  ToolSearching(VisibleTools visible, MeterRegistry meters) {
    this.visible = visible;
    this.meters = meters;
  }

  /** What is found for this caller; UNPROCESSABLE for what cannot be searched for. */
  BuiltinTool.Answer search(Principal principal, Endpoint endpoint, Envelope message) {
    JsonSlice asked = Objects.requireNonNullElse(message.arguments(), NO_ARGUMENTS);
    String query = query(asked.member("query"));
    int limit = limit(asked.member("limit"));
    return Objects.requireNonNull(
        meters
            .timer("preloop.tool.searches")
            .record(() ->
                answer(
                    ToolSearch.find(visible.list(principal, endpoint.offered()), query), limit)));
  }

  /** The call that a call of {@code call_tool} stands for; UNPROCESSABLE when it is none. */
  static Envelope meant(Envelope message) {
    JsonSlice asked = Objects.requireNonNullElse(message.arguments(), NO_ARGUMENTS);
    JsonSlice name = asked.member("name");
    String tool = name == null ? null : name.text();
    if (tool == null) {
      throw unprocessable("name is the name of a tool, as search_tools shows it.");
    }
    JsonSlice arguments = asked.member("arguments");
    if (arguments != null && !arguments.is(JsonType.OBJECT)) {
      throw unprocessable("arguments is an object, as the tool's input schema says.");
    }
    return message.calling(tool, Objects.requireNonNullElse(arguments, NO_ARGUMENTS));
  }

  private static String query(@Nullable JsonSlice given) {
    String query = given == null ? null : given.text();
    if (query == null || query.length() > LONGEST_QUERY) {
      throw unprocessable("query is a text of at most %d characters.".formatted(LONGEST_QUERY));
    }
    return query;
  }

  private static int limit(@Nullable JsonSlice given) {
    String digits = given == null ? String.valueOf(USUAL) : given.toString();
    if (!digits.matches("\\d{1,2}")
        || Integer.parseInt(digits) < 1
        || Integer.parseInt(digits) > MOST) {
      throw unprocessable("limit is a number from 1 to %d.".formatted(MOST));
    }
    return Integer.parseInt(digits);
  }

  private static BuiltinTool.Answer answer(List<Listed> found, int limit) {
    String tools =
        found.stream().limit(limit).map(ToolSearching::told).collect(Collectors.joining(","));
    String json = "{\"tools\":[" + tools + "],\"total\":" + found.size() + "}";
    return new BuiltinTool.Answer(json.getBytes(StandardCharsets.UTF_8), false);
  }

  private static String told(Listed listed) {
    JsonSlice shown = JsonSlice.of(ToolListing.shown(listed));
    String members =
        Stream.of("name", "description", "inputSchema")
            .filter(member -> shown.member(member) != null)
            .map(member -> JsonText.quote(member) + ":" + shown.member(member))
            .collect(Collectors.joining(","));
    return "{%s,\"server\":%s}".formatted(members, JsonText.quote(listed.tool().server().name()));
  }
}
