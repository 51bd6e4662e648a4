package ai.preloop.api.end2end;

import ai.preloop.activities.attempts.FakeProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A provider of a test, models that are asked of it, and a key that may call models alone. */
public final class OwnModels implements AutoCloseable {

  static final String PATH = "/api/v1/ai-models";

  private final FakeProvider provider = FakeProvider.start();
  private final List<String> made = new ArrayList<>();
  private final Http http;
  private final String owner;
  private final String name = "m" + UUID.randomUUID().toString().substring(0, 8);
  private final JsonNode key;

  OwnModels(RunningPreloop preloop) {
    this(preloop.http(), preloop.owner());
  }

  /** {@code owner} is a token of whoever may make models and keys. */
  public OwnModels(Http http, String owner) {
    this.http = http;
    this.owner = owner;
    this.key = minted(name);
  }

  public FakeProvider provider() {
    return provider;
  }

  String owner() {
    return owner;
  }

  String name() {
    return name;
  }

  /** What the key is sent as. */
  public String key() {
    return key.path("key").asString();
  }

  public String keyId() {
    return key.path("id").asString();
  }

  /** A key of this name that may call models and nothing else. */
  JsonNode minted(String called) {
    String body = "{\"name\":\"%s\",\"scopes\":[\"gateway:invoke\"]}".formatted(called);
    return http.post("/api/v1/auth/api-keys", owner, body).expect(201);
  }

  /** Makes a model of the provider's, with more members of the request; answers its alias. */
  public String model(String providerWord, String more) {
    String alias = name + "-" + providerWord + "-" + made.size();
    String body =
        """
        {"alias":"%s","provider":"%s","identifier":"up-%s","endpoint":"%s","api_key":"%s"%s}
        """
            .formatted(
                alias,
                providerWord,
                providerWord,
                endpoint(providerWord),
                "sk-secret-" + name,
                more);
    make(body);
    return alias;
  }

  /** A model of OpenAI's that embeds; answers its id. */
  String embedding() {
    return make(
        PATH,
        """
        {"alias":"%s-embedding","provider":"openai","identifier":"text-embedding-x","endpoint":"%s",
         "api_key":"sk-secret-%s"}
        """
            .formatted(name, endpoint("openai"), name));
  }

  /** Makes a model that has no provider of its own. */
  String routed(String routing) {
    String alias = name + "-routed-" + made.size();
    make("{\"alias\":\"%s\",\"routing\":%s}".formatted(alias, routing));
    return alias;
  }

  private void make(String body) {
    make(PATH, body);
  }

  /** A hard budget of the key alone, for all time; answers its id. */
  public String budget(BigDecimal dollars) {
    return budget("key", keyId(), dollars);
  }

  /** A hard budget of this scope, for all time; answers its id. */
  String budget(String scope, String value, BigDecimal dollars) {
    return make(
        "/api/v1/budgets",
        """
        {"name":"%s","scope":{"type":"%s","value":"%s"},"period":"all_time","limit_usd":%s}
        """
            .formatted(name, scope, value, dollars.toPlainString()));
  }

  private String make(String path, String body) {
    String id = http.post(path, owner, body).expect(201).path("id").asString();
    made.add(path + "/" + id);
    return id;
  }

  private String endpoint(String providerWord) {
    return switch (providerWord) {
      case "gemini" -> provider.url() + "/v1beta";
      default -> provider.url() + "/v1";
    };
  }

  Http http() {
    return http;
  }

  /** A request with the key in the header that the interface's clients use. */
  Http.Reply post(String path, String body) {
    return http.post(path, key(), body);
  }

  /** The calls of the key in the ledger, the newest first. */
  List<JsonNode> calls() {
    return http.get("/api/v1/account/gateway-usage/search?limit=1000&key=" + keyId(), owner)
        .expect(200)
        .path("items")
        .valueStream()
        .toList();
  }

  @Override
  public void close() {
    provider.close();
    for (String path : made.reversed()) {
      http.send("DELETE", path, owner, "", Map.of()).expect(204);
    }
  }
}
