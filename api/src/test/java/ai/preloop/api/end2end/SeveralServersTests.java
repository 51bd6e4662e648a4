package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.upstream.FixtureMcpServer.Request;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Two servers with resources, prompts and logs: what is wrong with one is the other's no more. */
class SeveralServersTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final String shared = "shared_" + UUID.randomUUID().toString().substring(0, 8);
  private OwnServer first;
  private OwnServer second;

  @BeforeEach
  void register() {
    first = registered("first");
    second = registered("second");
  }

  @AfterEach
  void remove() {
    first.remove();
    second.remove();
  }

  @Test
  void aListThatIsTooLongKeepsNoneOfTheOthersBack() {
    first
        .server()
        .answer("prompts/list", "{\"prompts\":[{\"name\":\"endless\"}],\"nextCursor\":\"again\"}");
    Agent agent = second.agent();

    assertThat(agent.rpc("prompts/list", "{}").expect(200).path("result").toString())
        .contains(second.name())
        .doesNotContain("endless");
    assertThat(got(agent, second.name())).isEqualTo("second");
  }

  @Test
  void theNameOfAServerThatIsAwayIsNoOtherServers() {
    Agent known = first.agent();
    assertThat(got(known, shared)).isEqualTo("first");

    away(first);

    Agent later = second.agent();
    assertThat(refusal(later)).contains(first.name()).contains("could not be used");
    assertThat(refusal(known)).contains(first.name());
    assertThat(names(later)).contains(second.name() + "__" + shared).doesNotContain("\"" + shared);
    assertThat(got(later, second.name() + "__" + shared)).isEqualTo("second");
    assertThat(got(later, second.name())).isEqualTo("second");

    back(first);
    assertThat(got(later, shared)).isEqualTo("first");
  }

  @Test
  void aServerThatWasNeverHeardTakesNoNamesFromOthers() {
    away(first);
    Agent agent = second.agent();

    assertThat(names(agent)).contains(shared);
    assertThat(got(agent, shared)).isEqualTo("second");
    assertThat(got(agent, second.name() + "__" + shared)).isEqualTo("second");
  }

  @Test
  void aLogLevelIsSetWhereOneServerTakesIt() {
    second.server().answer("logging/setLevel", "{}");
    Agent agent = first.agent();

    assertThat(level(agent, "warning").has("result")).isTrue();
    assertThat(first.server().requests())
        .extracting(Request::rpcMethod)
        .contains("logging/setLevel");
  }

  @Test
  void aLogLevelThatNoServerTakesIsAnError() {
    assertThat(level(first.agent(), "warning").at("/error/code").asInt()).isEqualTo(-32601);
  }

  @Test
  void aLogLevelThatThereIsNotIsAskedOfNoServer() {
    assertThat(level(first.agent(), "loud").at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(first.server().requests())
        .extracting(Request::rpcMethod)
        .doesNotContain("logging/setLevel");
  }

  private OwnServer registered(String who) {
    OwnServer own = new OwnServer(preloop);
    own.server().declare("{\"tools\":{},\"prompts\":{},\"logging\":{}}");
    own.server()
        .answer(
            "prompts/list",
            "{\"prompts\":[{\"name\":\"%s\"},{\"name\":\"%s\"}]}".formatted(shared, own.name()));
    own.server().answer("prompts/get", "{\"description\":\"%s\",\"messages\":[]}".formatted(who));
    return own.register("");
  }

  private static void away(OwnServer server) {
    server.server().require("X-Away", "no", 503);
  }

  private static void back(OwnServer server) {
    server.server().require("", "", 0);
  }

  private static JsonNode level(Agent agent, String level) {
    return agent.rpc("logging/setLevel", "{\"level\":\"%s\"}".formatted(level)).expect(200);
  }

  private static String names(Agent agent) {
    return agent.rpc("prompts/list", "{}").expect(200).at("/result/prompts").toString();
  }

  private String refusal(Agent agent) {
    return prompt(agent, shared).at("/error/message").asString("");
  }

  private static String got(Agent agent, String prompt) {
    return prompt(agent, prompt).at("/result/description").asString("");
  }

  private static JsonNode prompt(Agent agent, String name) {
    return agent.rpc("prompts/get", "{\"name\":\"%s\"}".formatted(name)).expect(200);
  }
}
