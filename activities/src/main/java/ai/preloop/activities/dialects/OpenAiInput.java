package ai.preloop.activities.dialects;

import static ai.preloop.activities.dialects.Members.each;
import static ai.preloop.activities.dialects.Members.isSaid;
import static ai.preloop.activities.dialects.Members.text;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input of OpenAI's chat completions and responses. What is known to be plain is told by name;
 * whatever else there is may bring input that is not in the body.
 */
final class OpenAiInput {

  /**
   * Members of the body that bring stored input, searches, or dearer tokens; some of OpenRouter.
   */
  static final Set<String> OPENING =
      Set.of(
          "previous_response_id",
          "conversation",
          "prompt",
          "context_management",
          "web_search_options",
          "search_parameters",
          "enable_search",
          "data_sources",
          "plugins",
          "preset",
          "audio");

  private static final Set<String> CHEAP_TIERS = Set.of("", "auto", "default", "flex");

  private static final Set<String> PLAIN_PARTS =
      Set.of(
          "text",
          "refusal",
          "input_text",
          "output_text",
          "summary_text",
          "reasoning_text",
          "thinking");

  /** Items of responses whose every text is in the body. */
  private static final Set<String> PLAIN_ITEMS =
      Set.of(
          "message",
          "function_call",
          "function_call_output",
          "custom_tool_call",
          "custom_tool_call_output",
          "local_shell_call",
          "local_shell_call_output",
          "shell_call",
          "shell_call_output",
          "apply_patch_call",
          "apply_patch_call_output",
          "tool_search_call",
          "tool_search_output",
          "additional_tools",
          "reasoning");

  private static final Set<String> CLIENT_TOOLS = Set.of("function", "custom", "namespace");
  private static final Set<String> DESCRIBED_TOOLS = Set.of("local_shell", "apply_patch");

  private final Input input = new Input();

  private OpenAiInput() {}

  static Input of(JsonSlice body) {
    OpenAiInput scan = new OpenAiInput();
    scan.body(body);
    return scan.input;
  }

  private void body(JsonSlice body) {
    for (JsonSlice.Member member : body.members()) {
      JsonSlice value = member.value();
      switch (member.name()) {
        case "messages" -> each(value).forEach(this::message);
        case "input" -> each(value).forEach(this::item);
        case "tools", "functions" -> each(value).forEach(this::tool);
        case "service_tier" -> input.openIf(!CHEAP_TIERS.contains(text(value)));
        case "modalities" -> each(value).forEach(m -> input.openIf(!text(m).equals("text")));
        default -> input.openIf(OPENING.contains(member.name()) && isSaid(value));
      }
    }
  }

  private void message(JsonSlice message) {
    input.message();
    @Nullable JsonSlice[] found = message.pick("content", "audio");
    each(found[0]).forEach(this::part);
    input.openIf(isSaid(found[1]));
  }

  private void item(JsonSlice item) {
    input.message();
    if (!item.is(JsonType.OBJECT)) {
      return;
    }
    @Nullable JsonSlice[] found = item.pick("type", "role", "content", "output", "tools");
    String type = text(found[0]).isEmpty() && found[1] != null ? "message" : text(found[0]);
    input.openIf(!PLAIN_ITEMS.contains(type));
    each(found[2]).forEach(this::part);
    each(found[3]).forEach(this::part);
    each(found[4]).forEach(this::tool);
  }

  private void part(JsonSlice part) {
    if (!part.is(JsonType.OBJECT)) {
      return;
    }
    @Nullable JsonSlice[] found = part.pick("type", "image_url", "file_id");
    String type = text(found[0]);
    if (type.equals("image_url") || type.equals("input_image")) {
      image(found[1]);
      input.openIf(isSaid(found[2]));
    } else {
      input.openIf(!PLAIN_PARTS.contains(type));
    }
  }

  private void image(@Nullable JsonSlice url) {
    JsonSlice address = url != null && url.is(JsonType.OBJECT) ? url.member("url") : url;
    input.image();
    input.openIf(!text(address).startsWith("data:image/"));
  }

  /** Functions of the older {@code functions} have no type. */
  private void tool(JsonSlice tool) {
    String type = text(tool.member("type"));
    if (type.isEmpty() || CLIENT_TOOLS.contains(type)) {
      input.tool();
      each(tool.member("tools")).forEach(this::tool);
    } else if (DESCRIBED_TOOLS.contains(type)) {
      input.providersTool();
    } else {
      input.serverTool();
    }
  }
}
