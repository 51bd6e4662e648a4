package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

/** Several want the same name for a server at the same moment, as nodes that start together do. */
class ServerNameRaceTests {

  private static final int WHO_WANT_IT = 8;

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final String token = preloop.owner();

  @RepeatedTest(5)
  void oneHasItAndTheOthersAreTold() throws Exception {
    String body =
        "{\"name\":\"r%s\",\"url\":\"http://127.0.0.1:9/mcp\"}".formatted(UUID.randomUUID());
    Callable<Integer> wanting =
        () -> preloop.http().post("/api/v1/mcp-servers", token, body).status();
    List<Integer> told = new ArrayList<>();
    try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each : people.invokeAll(Collections.nCopies(WHO_WANT_IT, wanting))) {
        told.add(each.get());
      }
    }

    assertThat(told).containsOnly(201, 409).containsOnlyOnce(201);
  }
}
