package ai.preloop.activities.dialects;

import static ai.preloop.activities.dialects.Members.each;
import static ai.preloop.activities.dialects.Members.isSaid;
import static ai.preloop.activities.dialects.Members.text;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The input of Anthropic's messages; what is not known to be plain may bring more than it shows.
 */
final class AnthropicInput {

  /** Members that bring stored input, servers' tools, or other prices. */
  static final Set<String> OPENING =
      Set.of("mcp_servers", "container", "inference_geo", "fallbacks");

  private static final Set<String> PLAIN_BLOCKS =
      Set.of(
          "text",
          "thinking",
          "redacted_thinking",
          "tool_use",
          "tool_result",
          "search_result",
          "tool_reference");

  /** Tools of Anthropic's own that the client runs, by the start of their dated types. */
  private static final List<String> DESCRIBED_TOOLS =
      List.of("bash_", "text_editor_", "computer_", "memory_");

  private final Input input = new Input();

  private AnthropicInput() {}

  static Input of(JsonSlice body) {
    AnthropicInput scan = new AnthropicInput();
    scan.body(body);
    return scan.input;
  }

  private void body(JsonSlice body) {
    for (JsonSlice.Member member : body.members()) {
      JsonSlice value = member.value();
      switch (member.name()) {
        case "messages" -> each(value).forEach(this::message);
        case "system" -> each(value).forEach(this::block);
        case "tools" -> each(value).forEach(this::tool);
        case "speed" -> input.openIf(isSaid(value) && !text(value).equals("standard"));
        case "context_management" -> each(value.member("edits")).forEach(this::edit);
        default -> input.openIf(OPENING.contains(member.name()) && isSaid(value));
      }
    }
  }

  /** To clear what is old costs nothing; to compact it is a call of its own. */
  private void edit(JsonSlice edit) {
    input.openIf(!text(edit.member("type")).startsWith("clear_"));
  }

  private void message(JsonSlice message) {
    input.message();
    each(message.member("content")).forEach(this::block);
  }

  private void block(JsonSlice block) {
    if (!block.is(JsonType.OBJECT)) {
      return;
    }
    @Nullable JsonSlice[] found = block.pick("type", "source", "content");
    switch (text(found[0])) {
      case "image" -> image(found[1]);
      case "document" -> document(found[1]);
      default -> input.openIf(!PLAIN_BLOCKS.contains(text(found[0])));
    }
    each(found[2]).forEach(this::block);
  }

  private void image(@Nullable JsonSlice source) {
    input.image();
    input.openIf(source == null || !text(source.member("type")).equals("base64"));
  }

  /** The pages of a PDF are read as text and as images, and are not told from its bytes. */
  private void document(@Nullable JsonSlice source) {
    switch (source == null ? "" : text(source.member("type"))) {
      case "text" -> {}
      case "content" -> each(source == null ? null : source.member("content")).forEach(this::block);
      default -> input.open();
    }
  }

  private void tool(JsonSlice tool) {
    String type = text(tool.member("type"));
    if (type.isEmpty() || type.equals("custom")) {
      input.tool();
    } else if (DESCRIBED_TOOLS.stream().anyMatch(type::startsWith)) {
      input.providersTool();
    } else {
      input.serverTool();
    }
  }
}
