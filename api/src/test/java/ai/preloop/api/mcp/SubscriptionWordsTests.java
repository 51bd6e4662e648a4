package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.SupportedRequests;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionWordsTests {

  private static final String MARK = "\"io.modelcontextprotocol/subscriptionId\":\"s 1\"";

  private final SubscriptionWords words = new SubscriptionWords(json("\"s 1\""));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"m\"} | {\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"_meta\":{MARK}}}",
        "{\"method\":\"m\",\"params\":{}} | {\"method\":\"m\",\"params\":{\"_meta\":{MARK}}}",
        "{\"method\":\"m\",\"params\":{\"uri\":\"a\",\"n\":1.0}} | {\"method\":\"m\",\"params\":{\"_meta\":{MARK},\"uri\":\"a\",\"n\":1.0}}",
        "{\"params\":{\"_meta\":{\"x\":1},\"uri\":\"a\"}} | {\"params\":{\"_meta\":{MARK,\"x\":1},\"uri\":\"a\"}}",
        "{\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":9}}} | {\"params\":{\"_meta\":{MARK}}}"
      })
  void marksANoticeWithItsSubscriptionAndChangesNothingElse(String notice, String marked) {
    assertThat(new String(words.passedOn(json(notice)), UTF_8))
        .isEqualTo(marked.replace("MARK", MARK));
  }

  @Test
  void acknowledgesWhatWasAgreed() {
    Wanted wanted =
        Wanted.of(
            json(
                "{\"toolsListChanged\":true,\"promptsListChanged\":true,\"resourcesListChanged\":false,\"other\":true,\"resourceSubscriptions\":[\"a:1\",\"b:2\",7]}"));

    Wanted agreed = wanted.agreed(Set.of("toolsListChanged"), Set.of("a:1"), Set.of());

    assertThat(wanted.resources()).containsExactlyInAnyOrder("a:1", "b:2");
    assertThat(new String(words.acknowledged(agreed), UTF_8))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{\"_meta\":{"
                + MARK
                + "},\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:1\"]}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "notifications/prompts/list_changed | {} | true",
        "notifications/resources/list_changed | {} | false",
        "notifications/tools/list_changed | {} | true",
        "notifications/message | {} | false",
        "notifications/resources/updated | {\"params\":{\"uri\":\"a:1\"}} | true",
        "notifications/resources/updated | {\"params\":{\"uri\":\"b:2\"}} | false",
        "notifications/resources/updated | {} | false"
      })
  void passesOnOfServersOnlyWhatIsWanted(String method, String message, boolean passed) {
    Wanted wanted =
        new Wanted(Set.of("promptsListChanged", "toolsListChanged"), Set.of("a:1"), Set.of());

    assertThat(wanted.includes(method, json(message))).isEqualTo(passed);
  }

  @Test
  void tellsServersOnlyWhatIsPassedOn() {
    assertThat(
            ClientCapabilities.passedOn(
                json(
                    "{ \"sampling\" : {} , \"experimental\":{}, \"roots\":{\"listChanged\":true}}")))
        .isEqualTo("{\"sampling\":{},\"roots\":{\"listChanged\":true}}");
    assertThat(ClientCapabilities.passedOn(null)).isEqualTo("{}");
    assertThat(SupportedRequests.areTaken(json("{\"roots\":{}}"), "roots/list")).isTrue();
    assertThat(SupportedRequests.areTaken(json("{\"roots\":{}}"), "sampling/createMessage"))
        .isFalse();
    assertThat(SupportedRequests.areTaken(json("{\"roots\":{}}"), "tasks/list")).isFalse();
  }

  private static JsonSlice json(String text) {
    return JsonSlice.of(text.getBytes(UTF_8));
  }
}
