package ai.preloop.activities.dialects;

import static ai.preloop.activities.dialects.Members.each;
import static ai.preloop.activities.dialects.Members.isSaid;
import static ai.preloop.activities.dialects.Members.spelled;
import static ai.preloop.activities.dialects.Members.text;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonType;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The input of Gemini's contents; what is not known to be plain may bring more than it shows. */
final class GeminiInput {

  private static final Set<String> PLAIN_PARTS =
      Set.of(
          "text",
          "thought",
          "thoughtSignature",
          "thought_signature",
          "functionCall",
          "function_call",
          "partMetadata",
          "part_metadata");

  private static final Set<String> CHEAP_TIERS = Set.of("", "STANDARD", "FLEX");

  private final Input input = new Input();

  private GeminiInput() {}

  static Input of(JsonSlice body) {
    GeminiInput scan = new GeminiInput();
    scan.body(body);
    return scan.input;
  }

  private void body(JsonSlice body) {
    each(body.member("contents")).forEach(this::content);
    each(spelled(body, "systemInstruction")).forEach(this::content);
    each(body.member("tools")).forEach(this::tool);
    input.openIf(isSaid(spelled(body, "cachedContent")));
    String tier = text(spelled(body, "serviceTier"));
    input.openIf(!CHEAP_TIERS.contains(tier.toUpperCase(Locale.ROOT)));
    JsonSlice generation = spelled(body, "generationConfig");
    if (generation != null) {
      each(spelled(generation, "responseModalities")).forEach(this::modality);
    }
  }

  private void modality(JsonSlice modality) {
    input.openIf(!text(modality).equalsIgnoreCase("TEXT"));
  }

  private void content(JsonSlice content) {
    input.message();
    each(content.member("parts")).forEach(this::part);
  }

  private void part(JsonSlice part) {
    for (JsonSlice.Member member : part.members()) {
      switch (member.name()) {
        case "inlineData", "inline_data" -> media(member.value());
        case "functionResponse", "function_response" ->
            each(member.value().member("parts")).forEach(this::part);
        default -> input.openIf(!PLAIN_PARTS.contains(member.name()));
      }
    }
  }

  private void media(JsonSlice media) {
    @Nullable JsonSlice type = spelled(media, "mimeType");
    input.image();
    input.openIf(!text(type).startsWith("image/"));
  }

  private void tool(JsonSlice tool) {
    if (!tool.is(JsonType.OBJECT)) {
      return;
    }
    for (JsonSlice.Member member : tool.members()) {
      switch (member.name()) {
        case "functionDeclarations", "function_declarations" ->
            each(member.value()).forEach(declaration -> input.tool());
        default -> input.serverTool();
      }
    }
  }
}
