package ai.preloop.api.end2end;

import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.modelrules.ModelQuestion;
import ai.preloop.activities.models.AiModel;
import ai.preloop.policies.verdicts.ModelFacts;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** A key that may call models, made over REST, with a policy document of its own. */
final class ModelCaller implements AutoCloseable {

  private static final String KEYS = "/api/v1/auth/api-keys";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final String name = "models_" + UUID.randomUUID().toString().substring(0, 8);
  private final Approver owner = new Approver(preloop.http(), preloop.owner());
  private final JsonNode key;

  /** {@code models} are more members of the request, after a comma. */
  ModelCaller(String models) {
    String body = "{\"name\":\"%s\",\"scopes\":[\"gateway:invoke\"]%s}".formatted(name, models);
    key = preloop.http().post(KEYS, owner.token(), body).expect(201);
  }

  String name() {
    return name;
  }

  JsonNode key() {
    return key;
  }

  Approver owner() {
    return owner;
  }

  /** An alias that no other test has. */
  String alias(String end) {
    return name + "-" + end;
  }

  <T> T bean(Class<T> type) {
    return preloop.bean(type);
  }

  Principal principal() {
    UUID id = UUID.fromString(key.path("id").asString());
    return await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> bean(Principals.class).inStanding(account(), "api_key", id), Optional::isPresent)
        .orElseThrow();
  }

  private AccountId account() {
    return new AccountId(
        bean(Database.class)
            .asSystem(jdbc ->
                jdbc.sql("select id from accounts where name = 'default'")
                    .query(UUID.class)
                    .single()));
  }

  /** Puts a document in force, in which {@code NAME} begins the aliases and is the key's name. */
  void upload(String rest) {
    String policy = "version: \"1.0\"\nmetadata: { name: %s }\n%s".formatted(name, rest);
    preloop
        .http()
        .send(
            "POST",
            "/api/v1/policies/upload",
            owner.token(),
            policy.replace("NAME", name),
            Map.of("Content-Type", "application/yaml"))
        .expect(200);
  }

  void revoke() {
    preloop
        .http()
        .send("DELETE", KEYS + "/" + key.path("id").asString(), owner.token(), "", Map.of())
        .expect(204);
  }

  static AiModel model(String alias) {
    return new AiModel(
        Ids.next(),
        new AiModel.Plan(alias, "openai", "gpt-5", null, null, AiModel.Terms.NONE),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  ModelQuestion question(String end, ModelFacts facts) {
    return new ModelQuestion(Ids.next(), model(alias(end)), facts);
  }

  /** The records of calls of the model, the newest first. */
  List<JsonNode> records(String end) {
    String path = "/api/v1/audit-logs?limit=100&tool=" + alias(end);
    return preloop
        .http()
        .get(path, owner.token())
        .expect(200)
        .path("items")
        .valueStream()
        .filter(item -> item.path("action").asString().equals("model.call"))
        .toList();
  }

  @Override
  public void close() {
    upload("");
  }
}
