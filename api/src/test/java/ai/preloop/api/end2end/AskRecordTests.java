package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.DatabaseSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** What the ledger says of calls that a person is asked about: one record each, and a true one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AskRecordTests {

  private RunningPreloop preloop;

  @BeforeAll
  void start() {
    preloop = RunningPreloop.shared();
  }

  @Test
  void aCallThatWaitsHasOneRecord() {
    try (AskedTool tool = new AskedTool(preloop, "async_approval: true", "")) {
      tool.agent().call(tool.name(), "{\"to\":\"waits\"}");

      assertThat(untilRecords(tool)).containsExactly("ask/pending_approval");
      tool.owner().decline(tool.pending("waits"), "done with").expect(200);
    }
  }

  @Test
  void aCallThatIsNotAskedAgainHasOneRecordOfItsRefusal() {
    try (AskedTool tool = new AskedTool(preloop, "async_approval: true", "")) {
      Agent agent = tool.agent();
      agent.call(tool.name(), "{\"to\":\"declined\"}");
      tool.owner().decline(tool.pending("declined"), "no").expect(200);
      agent.call(tool.name(), "{\"to\":\"declined\"}");

      assertThat(untilRecords(tool, 2)).containsExactly("deny/not_opened", "ask/pending_approval");
    }
  }

  @Test
  void aCallThatNobodyCouldBeAskedAboutIsNotRecordedAsOneThatWaits() {
    try (AskedTool tool = new AskedTool(preloop, "async_approval: true", "")) {
      Agent agent = tool.agent();
      sql("alter table users rename to users_away");
      try {
        agent.callForReply(tool.name(), "{}").expect(500);
      } finally {
        sql("alter table users_away rename to users");
      }

      assertThat(untilRecords(tool)).containsExactly("ask/not_opened");
    }
  }

  @ParameterizedTest
  @CsvSource({"7, is not a string", "null, is not a string", "LONG, has at most 4000 characters"})
  void aJustificationThatCannotBeTakenIsRefusedAndRecorded(String given, String sentence) {
    String justification = given.equals("LONG") ? "\"" + "y".repeat(4_001) + "\"" : given;
    try (AskedTool tool = new AskedTool(preloop, "", "justification: required")) {
      JsonNode answer = tool.agent().call(tool.name(), "{\"justification\":" + justification + "}");

      assertThat(answer.path("isError").asBoolean()).isTrue();
      assertThat(answer.at("/content/0/text").asString()).contains(sentence);
      assertThat(untilRecords(tool)).containsExactly("deny/refused");
    }
  }

  @Test
  void aCallWithoutTheReasonThatIsWantedIsRefusedAndExplainedInTheSameWords() {
    try (AskedTool tool = new AskedTool(preloop, "", "justification: required")) {
      JsonNode answer = tool.agent().call(tool.name(), "{\"to\":\"x\",\"justification\":\" \"}");
      untilRecords(tool);
      String record =
          preloop
              .http()
              .get("/api/v1/audit-logs?tool=" + tool.name(), preloop.owner())
              .expect(200)
              .at("/items/0/id")
              .asString();
      JsonNode told =
          preloop
              .http()
              .post(
                  "/api/v1/policies/explain",
                  preloop.owner(),
                  "{\"audit_log_id\":\"%s\"}".formatted(record))
              .expect(200);

      assertThat(answer.at("/content/0/text").asString())
          .isEqualTo("This tool wants to know why it is called: give the reason in justification.");
      assertThat(told.path("again").asString()).isEqualTo("deny");
      assertThat(told.path("message")).isEqualTo(answer.at("/content/0/text"));
    }
  }

  private List<String> untilRecords(AskedTool tool) {
    return untilRecords(tool, 1);
  }

  /** Verdict and outcome of the records of calls of the tool, newest first, once so many are. */
  private List<String> untilRecords(AskedTool tool, int least) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                preloop
                    .http()
                    .get("/api/v1/audit-logs?tool=" + tool.name(), preloop.owner())
                    .expect(200)
                    .path("items")
                    .valueStream()
                    .filter(item -> item.path("action").asString().equals("tool.call"))
                    .map(AskRecordTests::told)
                    .toList(),
            records -> records.size() >= least);
  }

  private static String told(JsonNode item) {
    return item.path("verdict").asString() + "/" + item.path("outcome").asString();
  }

  private void sql(String statement) {
    DatabaseSettings settings = preloop.bean(DatabaseSettings.class);
    JdbcClient.create(
            new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password()))
        .sql(statement)
        .update();
  }
}
