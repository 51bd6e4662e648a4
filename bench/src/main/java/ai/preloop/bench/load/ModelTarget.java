package ai.preloop.bench.load;

import java.util.HashMap;
import java.util.Map;

/** A call of a model in OpenAI's interface, wherever that is, asking this. */
record ModelTarget(int port, String path, Map<String, String> headers, String question)
    implements Load.Target {

  static final String MODEL = "bench";
  static final String BRIEF = "Say hello, please, and be brief about it.";

  static ModelTarget direct(int port, String question) {
    return new ModelTarget(port, ModelFixture.PATH, Map.of("Authorization", "Bearer x"), question);
  }

  static ModelTarget through(Product product, String key, String question) {
    return new ModelTarget(
        product.port(),
        "/openai/v1/chat/completions",
        Map.of("Authorization", "Bearer " + key),
        question);
  }

  @Override
  public byte[] request(Connection connection) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return Connection.post(
        path,
        all,
        """
        {"model":"%s","max_tokens":50,"stream":%s,"messages":[{"role":"user","content":"%s"}]}\
        """
            .formatted(MODEL, question.startsWith("stream"), question));
  }
}
