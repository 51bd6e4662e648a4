package ai.preloop.activities.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientTasksTests {

  private static final String SAMPLING = "sampling/createMessage";

  private final UUID session = UUID.randomUUID();
  private final UUID server = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();
  private final ClientTasks tasks = new ClientTasks();

  @BeforeEach
  void begin() {
    tasks.answered(session, server, SAMPLING, json("{\"task\":{\"taskId\":\"t\"}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tasks/get", "tasks/result", "tasks/cancel"})
  void areOfTheServerThatAskedForThem(String method) {
    assertThat(tasks.about(session, server, method, about("t"))).contains(SAMPLING);
    assertThat(tasks.about(session, other, method, about("t"))).isEmpty();
    assertThat(tasks.about(UUID.randomUUID(), server, method, about("t"))).isEmpty();
    assertThat(tasks.about(null, server, method, about("t"))).isEmpty();
    assertThat(tasks.about(session, server, method, about("u"))).isEmpty();
  }

  @Test
  void areNotToldOfAllAtOnce() {
    assertThat(tasks.about(session, server, "tasks/list", json("{\"params\":{}}"))).isEmpty();
  }

  @Test
  void areNothingToOtherRequests() {
    assertThat(tasks.about(session, other, "roots/list", json("{}"))).contains("roots/list");
  }

  private static JsonSlice about(String task) {
    return json("{\"params\":{\"taskId\":\"%s\"}}".formatted(task));
  }

  private static JsonSlice json(String text) {
    return JsonSlice.of(text.getBytes(UTF_8));
  }
}
