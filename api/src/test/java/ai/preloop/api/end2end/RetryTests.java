package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** An approved call whose answer is lost: sent again only where the document or trust says so. */
class RetryTests {

  private static final String IDEMPOTENT = "{\"idempotentHint\":true}";
  private static final String READ_ONLY = "{\"readOnlyHint\":true}";

  @ParameterizedTest
  @CsvSource({
    "retry: safe,  UNTRUSTED, '{}',       2, succeeded",
    "'',           UNTRUSTED, IDEMPOTENT, 1, outcome_unknown",
    "'',           TRUSTED,   '{}',       1, outcome_unknown",
    "'',           TRUSTED,   IDEMPOTENT, 2, succeeded",
    "'',           TRUSTED,   READ_ONLY,  2, succeeded",
    "retry: never, TRUSTED,   IDEMPOTENT, 1, outcome_unknown",
    "retry: never, TRUSTED,   READ_ONLY,  1, outcome_unknown"
  })
  void sendsAgainOnlyWhatIsSafe(
      String retry, String trust, String hints, int sent, String outcome) {
    try (OwnServer own = new OwnServer(RunningPreloop.shared())) {
      losesItsFirstAnswer(own, annotations(hints));
      own.register(trust.equals("TRUSTED") ? ",\"trusted\":true" : "").upload(asking(retry));
      JsonNode pending = own.agent().call(own.name(), "{}");
      String approval = pending.at("/structuredContent/request_id").asString();

      own.owner().approve(approval).expect(200);

      JsonNode over =
          own.until(approval, shown -> isOver(shown.path("execution_status").asString()));
      assertThat(over.path("execution_status").asString()).isEqualTo(outcome);
      assertThat(own.server().calls()).hasSize(sent);
    }
  }

  private static void losesItsFirstAnswer(OwnServer own, String annotations) {
    AtomicInteger calls = new AtomicInteger();
    own.server()
        .tool(
            own.name(),
            annotations,
            arguments -> {
              if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("The connection is dropped.");
              }
              return FixtureMcpServer.text("done");
            });
  }

  private static String annotations(String hints) {
    return switch (hints) {
      case "IDEMPOTENT" -> IDEMPOTENT;
      case "READ_ONLY" -> READ_ONLY;
      default -> hints;
    };
  }

  private static String asking(String retry) {
    return """
    approval_workflows:
      - name: people-NAME
        async_approval: true
        %s
    tools:
      - { name: NAME, approval_workflow: people-NAME }
    """
        .formatted(retry);
  }

  private static boolean isOver(String execution) {
    return execution.equals("succeeded") || execution.equals("outcome_unknown");
  }
}
