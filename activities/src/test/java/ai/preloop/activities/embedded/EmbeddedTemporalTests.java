package ai.preloop.activities.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class EmbeddedTemporalTests {

  @Test
  void hasTheSearchAttributesOfTheProduct() {
    var options =
        OperatorServiceStubsOptions.newBuilder()
            .setTarget(TestTemporal.start().target())
            .validateAndBuildWithDefaults();
    var stubs = OperatorServiceStubs.newServiceStubs(options);
    try {
      var request = ListSearchAttributesRequest.newBuilder().setNamespace("default").build();
      assertThat(stubs.blockingStub().listSearchAttributes(request).getCustomAttributesMap())
          .containsKeys("PreloopAccount", "PreloopTool", "PreloopStatus");
    } finally {
      stubs.shutdownNow();
    }
  }

  @Test
  void showsItsUserInterface() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(TestTemporal.start().ui() + "/")).build();
      var response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
    }
  }
}
