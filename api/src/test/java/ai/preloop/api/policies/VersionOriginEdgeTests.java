package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

/** A version says who made it of what, and how long it is kept. */
class VersionOriginEdgeTests {

  private static final String ONE =
      "version: \"1.0\"\nmetadata: { name: origin }\ntools: [ { name: bash, otherwise: deny } ]\n";
  private static final String TWO = ONE.replace("deny", "allow");

  private Edge edge;
  private PolicyRequests requests;

  @BeforeEach
  void start() {
    edge = Edge.start();
    requests = new PolicyRequests(edge);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void isThePersonWhoWroteAndTheWay() {
    int first = requests.upload(ONE);
    int second = requests.upload(TWO);
    assertThat(requests.send(HttpMethod.POST, "/" + first + "/rollback")).hasStatusOk();

    assertThat(version(first).path("author").asString()).isEqualTo("owner");
    assertThat(version(first).path("source").asString()).isEqualTo("upload");
    assertThat(version(first).has("parent")).isFalse();
    assertThat(version(second + 1).path("author").asString()).isEqualTo("owner");
    assertThat(version(second + 1).path("source").asString()).isEqualTo("rollback to " + first);
    assertThat(version(second + 1).path("parent").asInt()).isEqualTo(second);
  }

  @Test
  void isWhoseKeyItWas() {
    MvcTestResult written =
        requests.document("/upload", edge.key(Scope.policyWrite("origin")), ONE);
    assertThat(written).hasStatusOk();

    assertThat(version(1).path("author").asString()).isEqualTo("owner");
  }

  @Test
  void hasTheDigestOfWhatItHolds() {
    int first = requests.upload(ONE);
    int second = requests.upload(TWO);
    int third = requests.upload(ONE);
    int fourth = requests.upload(ONE + "# said otherwise\n");

    assertThat(digest(first)).matches("[0-9a-f]{64}").isEqualTo(digest(third));
    assertThat(digest(second)).isNotEqualTo(digest(first));
    assertThat(digest(fourth)).isNotEqualTo(digest(first));
  }

  @Test
  void areKeptAsManyAsIsSaid() {
    for (int i = 1; i <= 6; i++) {
      requests.upload(ONE + "# " + i + "\n");
    }
    assertThat(requests.send(HttpMethod.PUT, "/2/tag", "{\"tag\":\"kept\"}")).hasStatusOk();

    MvcTestResult pruned = requests.send(HttpMethod.POST, "/prune", "{\"keep\":3}");

    assertThat(pruned).bodyJson().extractingPath("pruned").asArray().containsExactly(1, 3);
    assertThat(requests.get(""))
        .bodyJson()
        .extractingPath("items[*].number")
        .asArray()
        .containsExactly(6, 5, 4, 2);
    assertThat(requests.send(HttpMethod.POST, "/prune", "{\"keep\":0}")).hasStatus(422);
  }

  private String digest(int number) {
    return version(number).path("digest").asString();
  }

  private JsonNode version(int number) {
    return PolicyRequests.json(requests.get("/" + number)).path("version");
  }
}
