package ai.preloop.activities.attempts;

import tools.jackson.databind.JsonNode;

/** Which shape the answer to a request has. */
final class FakeRoutes {

  private FakeRoutes() {}

  sealed interface Shape {}

  record Fixed(int status, String body) implements Shape {}

  record Whole(FakeDialect dialect) implements Shape {}

  record Streamed(FakeDialect dialect, String type) implements Shape {}

  /** In the frames of AWS. */
  record Framed(FakeDialect dialect) implements Shape {}

  static Shape of(FakeRequest request) {
    String path = request.path();
    if (path.endsWith("/chat/completions")) {
      return spoken(request, new FakeChat());
    }
    if (path.endsWith("/responses")) {
      return spoken(request, new FakeResponses());
    }
    if (path.endsWith("/responses/input_tokens")) {
      return new Fixed(200, "{\"object\":\"response.input_tokens\",\"input_tokens\":11}");
    }
    if (path.endsWith("/embeddings")) {
      return new Fixed(200, embeddings(request));
    }
    if (path.endsWith("/messages/count_tokens")) {
      return new Fixed(200, "{\"input_tokens\":11}");
    }
    if (path.endsWith("/messages")) {
      return spoken(request, new FakeMessages());
    }
    if (path.endsWith("/invoke")) {
      return new Whole(new FakeMessages());
    }
    if (path.endsWith("/invoke-with-response-stream")) {
      return new Framed(new FakeMessages());
    }
    return path.contains("/models") ? models(request) : unknown();
  }

  private static Shape models(FakeRequest request) {
    String path = request.path();
    if (path.endsWith(":generateContent")) {
      return new Whole(new FakeGenerate());
    }
    if (path.endsWith(":streamGenerateContent")) {
      boolean events = request.query() != null && request.query().contains("alt=sse");
      return new Streamed(new FakeGenerate(), events ? "text/event-stream" : "application/json");
    }
    if (path.endsWith(":countTokens")) {
      return new Fixed(
          200,
          """
          {"totalTokens":11,"promptTokensDetails":[{"modality":"TEXT","tokenCount":11}]}\
          """);
    }
    return path.endsWith("/models") ? list(request) : unknown();
  }

  private static Shape list(FakeRequest request) {
    if (request.path().contains("/v1beta")) {
      return new Fixed(
          200,
          """
          {"models":[{"name":"models/fake-1","version":"1","displayName":"Fake 1","inputTokenLimit":1000,"outputTokenLimit":1000,"supportedGenerationMethods":["generateContent","countTokens"]}]}\
          """);
    }
    return request.header("anthropic-version").isPresent()
        ? new Fixed(
            200,
            """
            {"data":[{"type":"model","id":"fake-1","display_name":"Fake 1","created_at":"2025-01-01T00:00:00Z"}],"has_more":false,"first_id":"fake-1","last_id":"fake-1"}\
            """)
        : new Fixed(
            200,
            """
            {"object":"list","data":[{"id":"fake-1","object":"model","created":1735689600,"owned_by":"fake"}]}\
            """);
  }

  private static Shape spoken(FakeRequest request, FakeDialect dialect) {
    return request.isStreamed()
        ? new Streamed(dialect, "text/event-stream; charset=utf-8")
        : new Whole(dialect);
  }

  private static String embeddings(FakeRequest request) {
    JsonNode format = request.json().path("encoding_format");
    // Two floats, 1.0 and 0.5, in little-endian order.
    String vector = format.asString("float").equals("base64") ? "\"AACAPwAAAD8=\"" : "[1.0,0.5]";
    return """
    {"object":"list","data":[{"object":"embedding","index":0,"embedding":%s}],"model":%s,"usage":{"prompt_tokens":11,"total_tokens":11}}\
    """
        .formatted(vector, FakeReply.quoted(request.model()));
  }

  private static Shape unknown() {
    return new Fixed(
        404, "{\"error\":{\"message\":\"There is no such path.\",\"type\":\"not_found_error\"}}");
  }
}
