package ai.preloop.activities.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.CanonicalJson;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.policies.documents.KnownTool;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolDefinitionTests {

  @Test
  void readsADefinition() {
    ToolDefinition tool =
        read(
            """
            {"name":"pay","description":"Pays.","inputSchema":{"type":"object","default":null},
             "outputSchema":{},"annotations":{"readOnlyHint":true,"destructiveHint":false,
             "openWorldHint":"no"},"x":1.0}\
            """);

    assertThat(tool.name()).isEqualTo("pay");
    assertThat(tool.inputSchema()).isEqualTo(Map.of("type", "object"));
    assertThat(tool.hasOutputSchema()).isTrue();
    assertThat(tool.claimed()).isEqualTo(new KnownTool.Hints(true, false, false, false));
    assertThat(tool.raw().toString()).contains("\"x\":1.0");
    assertThat(tool.hiddenUnicode()).isFalse();
  }

  @Test
  void assumesTheWorstOfWhatIsNotAnnotated() {
    assertThat(read("{\"name\":\"t\",\"inputSchema\":{}}").claimed())
        .isEqualTo(KnownTool.Hints.UNTRUSTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{}",
        "{\"name\":7,\"inputSchema\":{}}",
        "{\"name\":\"\",\"inputSchema\":{}}",
        "{\"name\":\"a\\u0000b\",\"inputSchema\":{}}",
        "{\"name\":\"a\\nb\",\"inputSchema\":{}}",
        "{\"name\":\"a\\u0085b\",\"inputSchema\":{}}",
        "{\"name\":\"t\"}",
        "{\"name\":\"t\",\"inputSchema\":[]}"
      })
  void refusesWhatCannotBeUsed(String definition) {
    assertThat(ToolDefinition.read(slice(definition))).isEmpty();
  }

  @Test
  void refusesWhatIsTooLarge() {
    String start = "{\"name\":\"t\",\"inputSchema\":{},\"description\":\"";

    assertThat(ToolDefinition.read(slice(start + "x".repeat(300_000) + "\"}"))).isEmpty();
    assertThat(
            ToolDefinition.read(slice("{\"name\":\"" + "n".repeat(129) + "\",\"inputSchema\":{}}")))
        .isEmpty();
  }

  @Test
  void givesOneDigestToOneDefinition() {
    String sha = read("{\"name\":\"t\",\"inputSchema\":{\"a\":1,\"b\":\"\\u0065\"}}").sha256();

    assertThat(read("{ \"inputSchema\" : {\"b\":\"e\",\"a\":1} , \"name\":\"t\"}").sha256())
        .isEqualTo(sha);
    assertThat(read("{\"name\":\"t\",\"inputSchema\":{\"a\":1.0,\"b\":\"e\"}}").sha256())
        .isNotEqualTo(sha);
    assertThat(read("{\"name\":\"t\",\"inputSchema\":{\"a\":1,\"b\":\"e\"},\"_meta\":{}}").sha256())
        .isNotEqualTo(sha);
  }

  /** Names in the order of UTF-16 units, where U+1F600 comes before U+FB33. */
  @Test
  void writesTheCanonicalForm() {
    String json = "{\"\ufb33\":1e2,\"\\ud83d\\ude00\":[ ],\"\\r\":{ },\"1\":\"\\u000f\\/\\n\"}";

    assertThat(new String(CanonicalJson.bytes(slice(json)), UTF_8))
        .isEqualTo("{\"\\r\":{},\"1\":\"\\u000f/\\n\",\"\ud83d\ude00\":[],\"\ufb33\":1e2}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\\u200bb",
        "a\\u202eb",
        "\\udb40\\udc41",
        "\\u0007",
        "\\ue000",
        "\\u2028",
        "\\u3164",
        "\\ufe01",
        "\\u00ad",
        "a\\u200db"
      })
  void marksWhatAPersonCannotSee(String hidden) {
    assertThat(read("{\"name\":\"t\",\"inputSchema\":{\"" + hidden + "\":1}}").hiddenUnicode())
        .isTrue();
    assertThat(
            read("{\"name\":\"t\",\"inputSchema\":{},\"description\":\"" + hidden + "\"}")
                .hiddenUnicode())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain \\n\\ttext",
        "\u00e9\u4e2d\u0645",
        "\ud83d\udc68\u200d\ud83d\udc69",
        "\u2764\ufe0f"
      })
  void leavesWhatAPersonSeesUnmarked(String visible) {
    assertThat(
            read("{\"name\":\"t\",\"inputSchema\":{},\"description\":\"" + visible + "\"}")
                .hiddenUnicode())
        .isFalse();
  }

  @Test
  void tellsWhatChanged() {
    List<ToolDefinition> now = List.of(named("same"), named("other"), named("new"));
    Map<String, String> before =
        Map.of("same", named("same").sha256(), "other", "0", "gone", "1", "also-gone", "2");

    assertThat(Scan.of(before, now))
        .isEqualTo(new Scan(3, List.of("new"), List.of("other"), List.of("also-gone", "gone")));
  }

  private static ToolDefinition named(String name) {
    return read("{\"name\":\"" + name + "\",\"inputSchema\":{}}");
  }

  private static ToolDefinition read(String definition) {
    return ToolDefinition.read(slice(definition)).orElseThrow();
  }

  private static JsonSlice slice(String json) {
    return StrictJson.read(json.getBytes(UTF_8), Limits.ANSWER);
  }
}
