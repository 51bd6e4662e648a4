package ai.preloop.activities.providers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.attempts.FakeFrames;
import ai.preloop.activities.dialects.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anthropic at Bedrock. */
class BedrockTests extends ProviderContract {

  private static final HttpHeaders FRAMES =
      headers(Map.of("Content-Type", List.of("application/vnd.amazon.eventstream")));

  private final Bedrock bedrock = new Bedrock(() -> Instant.parse("2026-01-02T03:04:05Z"));

  @Override
  Provider provider() {
    return bedrock;
  }

  @Override
  Map<String, String> proof() {
    return Map.of("Authorization", "Bearer " + KEY);
  }

  @Override
  String path(Operation operation) {
    return "/model/m-1/invoke";
  }

  @Override
  @Nullable String passedQuery() {
    return null;
  }

  private static HttpHeaders headers(Map<String, List<String>> headers) {
    return HttpHeaders.of(headers, (name, value) -> true);
  }

  private Outgoing signed(String body, Map<String, List<String>> client) {
    return bedrock.request(
        new Target(
            URI.create("https://bedrock-runtime.eu-central-1.amazonaws.com"),
            "eu.anthropic.claude:0",
            "AKID:secret:token"),
        new Asked(
            Operation.MESSAGES,
            true,
            body.getBytes(UTF_8),
            Passed.of(headers(client), "beta=true")));
  }

  @Test
  void signsForTheRegionOfItsEndpoint() {
    Outgoing request = signed("{}", Map.of());

    assertThat(request.uri())
        .hasToString(
            "https://bedrock-runtime.eu-central-1.amazonaws.com/model/eu.anthropic.claude%3A0/invoke-with-response-stream");
    assertThat(request.headers())
        .containsEntry("x-amz-date", List.of("20260102T030405Z"))
        .containsEntry("x-amz-security-token", List.of("token"));
    assertThat(request.headers().getOrDefault("Authorization", List.of("")).getFirst())
        .startsWith("AWS4-HMAC-SHA256 Credential=AKID/20260102/eu-central-1/bedrock/aws4_request, ")
        .contains("SignedHeaders=host;x-amz-date;x-amz-security-token")
        .doesNotContain("secret,");
  }

  @Test
  void saysInTheBodyWhatAnthropicIsToldOtherwiseAndLeavesTheRestAsItIs() {
    Outgoing request =
        signed(
            """
            {"model":"m","max_tokens": 5, "stream":true,"temperature":0.10,"tools":[{"name":"t","input_schema":{"maximum":1e400,"title":"\\u00e9"}}]}\
            """,
            Map.of(
                "anthropic-beta",
                List.of("claude-code-20250219, context-1m-2025-08-07", "effort-2025-11-24")));

    assertThat(new String(request.body(), UTF_8))
        .isEqualTo(
            """
            {"max_tokens": 5,"temperature":0.10,"tools":[{"name":"t","input_schema":{"maximum":1e400,"title":"\\u00e9"}}],"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["context-1m-2025-08-07","effort-2025-11-24"]}\
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "advanced-tool-use-2025-11-20",
        "advanced-tool-use-2025-11-20, tool-search-tool-2025-10-19"
      })
  void callsTheSearchForToolsByBedrocksName(String betas) {
    Outgoing request = signed("{}", Map.of("anthropic-beta", List.of(betas)));

    assertThat(new String(request.body(), UTF_8))
        .contains("\"anthropic_beta\":[\"tool-search-tool-2025-10-19\"]");
  }

  private String read(byte[] body) throws IOException {
    Incoming incoming = bedrock.incoming(new Incoming(200, FRAMES, new ByteArrayInputStream(body)));
    assertThat(incoming.headers().firstValue("content-type")).contains("text/event-stream");
    return new String(incoming.body().readAllBytes(), UTF_8);
  }

  private static byte[] chunk(String json) {
    String bytes = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    return FakeFrames.frame(
        Map.of(":message-type", "event", ":event-type", "chunk"),
        "{\"bytes\":\"%s\",\"p\":\"abc\"}".formatted(bytes));
  }

  @Test
  void makesEventsOfFrames() throws IOException {
    assertThat(read(chunk("{\"type\":\"message_stop\"}")))
        .isEqualTo("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  @Test
  void makesAnErrorOfAnException() throws IOException {
    byte[] exception =
        FakeFrames.frame(
            Map.of(":message-type", "exception", ":exception-type", "throttlingException"),
            "{\"message\":\"Slower.\"}");

    assertThat(read(exception))
        .isEqualTo(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Slower.\"}}\n\n");
  }

  @Test
  void believesNoFrameThatIsCutOrChanged() {
    byte[] frame = chunk("{\"type\":\"message_stop\"}");
    for (int length = 1; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
    for (int at = 0; at < frame.length; at++) {
      byte[] changed = frame.clone();
      changed[at] ^= 0x40;
      assertThatThrownBy(() -> read(changed)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void tellsErrorsInTheShapeOfItsDialect() throws IOException {
    Incoming refusal =
        bedrock.incoming(
            new Incoming(
                429,
                headers(Map.of("Content-Length", List.of("24"))),
                new ByteArrayInputStream("{\"message\":\"Too many.\"}".getBytes(UTF_8))));

    assertThat(new String(refusal.body().readAllBytes(), UTF_8))
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Too many.\"}}");
    assertThat(refusal.headers().firstValue("Content-Length")).isEmpty();
  }
}
