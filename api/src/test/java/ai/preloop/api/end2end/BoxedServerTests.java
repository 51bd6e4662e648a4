package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.upstream.FixtureImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A program in a container as a server of the whole product. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoxedServerTests {

  private RunningPreloop preloop;

  @BeforeAll
  void start() {
    FixtureImage.require();
    preloop =
        RunningPreloop.with(
            "--preloop.stdio.commands.boxed.container.image=" + FixtureImage.NAME,
            "--preloop.stdio.commands.boxed.container.memory=32MB",
            "--preloop.stdio.commands.boxed.program=/serve",
            "--preloop.stdio.commands.absent.container.image=no/such/image");
  }

  @AfterAll
  void stop() {
    if (preloop != null) {
      preloop.stop();
    }
  }

  @Test
  void isRegisteredByItsCommandAndCalledLikeAnyOther() {
    String at = register("boxed");
    assertThat(scan(at).expect(200).path("added").toString()).isEqualTo("[\"sh\"]");

    JsonNode result = preloop.agent().call("sh", "{\"script\":\"id -u\"}");
    assertThat(result.at("/content/0/text").asString()).isEqualTo("65534");
  }

  @Test
  void saysInTheServersRowThatItsImageIsNotThere() {
    String at = register("absent");

    assertThat(scan(at).status()).isGreaterThanOrEqualTo(500);
    assertThat(preloop.http().get(at, preloop.owner()).expect(200).path("last_error").asString())
        .contains("the image no/such/image is not on the machine");
  }

  private String register(String command) {
    String body = "{\"name\":\"%1$s\",\"command\":\"%1$s\"}".formatted(command);
    return "/api/v1/mcp-servers/"
        + preloop
            .http()
            .post("/api/v1/mcp-servers", preloop.owner(), body)
            .expect(201)
            .path("id")
            .asString();
  }

  private Http.Reply scan(String at) {
    return preloop.http().post(at + "/scan", preloop.owner(), "{}");
  }
}
