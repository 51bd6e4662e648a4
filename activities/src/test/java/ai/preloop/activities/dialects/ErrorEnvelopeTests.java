package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorEnvelopeTests {

  private static final ErrorEnvelope BUDGET =
      ErrorEnvelope.of(
          new ProblemException(ProblemType.BUDGET_LIMIT_EXCEEDED, "\"team\" has no room."), "r-1");

  @Test
  void writesEachDialect() {
    assertThat(BUDGET.status()).isEqualTo(403);
    assertThat(json(BUDGET, Dialect.OPENAI))
        .isEqualTo(
            "{'error':{'message':'\\'team\\' has no room.','type':'permission_error',"
                + "'param':null,'code':'budget_limit_exceeded'}}");
    assertThat(json(BUDGET, Dialect.ANTHROPIC))
        .isEqualTo(
            "{'type':'error','error':{'type':'permission_error','message':"
                + "'\\'team\\' has no room.','code':'budget_limit_exceeded'},'request_id':'r-1'}");
    assertThat(json(BUDGET, Dialect.GEMINI))
        .isEqualTo(
            "{'error':{'code':403,'message':'\\'team\\' has no room.','status':"
                + "'PERMISSION_DENIED','details':[{'@type':"
                + "'type.googleapis.com/google.rpc.ErrorInfo','reason':'BUDGET_LIMIT_EXCEEDED',"
                + "'domain':'preloop.ai','metadata':{'code':'budget_limit_exceeded'}}]}}");
  }

  @Test
  void leavesOutACodeThatThereIsNot() {
    ErrorEnvelope plain = new ErrorEnvelope(500, "It broke.", null, null);
    assertThat(json(plain, Dialect.OPENAI)).contains("'code':null");
    assertThat(json(plain, Dialect.ANTHROPIC)).doesNotContain("code").contains("'request_id':null");
    assertThat(json(plain, Dialect.GEMINI)).doesNotContain("details");
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND,model_not_found",
    "MODEL_NOT_ALLOWED,model_not_allowed",
    "UNAUTHENTICATED,invalid_api_key",
    "RATE_LIMITED,rate_limit_exceeded",
    "UPSTREAM_TIMEOUT,upstream_timeout"
  })
  void namesProblemsInTheWordsOfTheField(ProblemType type, String code) {
    assertThat(ErrorEnvelope.of(new ProblemException(type, "No."), null).code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_request_error,invalid_request_error,INVALID_ARGUMENT",
    "401,authentication_error,authentication_error,UNAUTHENTICATED",
    "403,permission_error,permission_error,PERMISSION_DENIED",
    "404,invalid_request_error,not_found_error,NOT_FOUND",
    "413,invalid_request_error,request_too_large,INVALID_ARGUMENT",
    "429,rate_limit_error,rate_limit_error,RESOURCE_EXHAUSTED",
    "500,server_error,api_error,INTERNAL",
    "502,server_error,api_error,UNAVAILABLE",
    "503,server_error,overloaded_error,UNAVAILABLE",
    "504,server_error,timeout_error,DEADLINE_EXCEEDED",
    "529,server_error,overloaded_error,UNAVAILABLE"
  })
  void usesTheWordsThatProvidersDocument(
      int status, String openAi, String anthropic, String gemini) {
    ErrorEnvelope error = new ErrorEnvelope(status, "No.", null, null);
    assertThat(json(error, Dialect.OPENAI)).contains("'type':'" + openAi + "'");
    assertThat(json(error, Dialect.ANTHROPIC)).contains("{'type':'" + anthropic + "'");
    assertThat(json(error, Dialect.GEMINI)).contains("'status':'" + gemini + "'");
  }

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void isAnErrorToWhoeverReadsAnswers(ProblemType type) {
    ErrorEnvelope error = ErrorEnvelope.of(new ProblemException(type, "No."), null);
    for (Operation operation : Operation.values()) {
      byte[] bytes = error.bytes(operation.dialect());
      assertThat(AnswerReader.read(operation, bytes).isError()).isTrue();
      String frame = new String(Endings.frame(operation, error), UTF_8);
      int data = frame.indexOf("data: ") + 6;
      String told = frame.substring(data, frame.indexOf("\n\n"));
      JsonSlice read = StrictJson.read(told.getBytes(UTF_8), Limits.ANSWER);
      assertThat(Objects.requireNonNull(read).length()).isPositive();
      boolean gemini = operation.dialect() == Dialect.GEMINI;
      assertThat(frame).endsWith(gemini ? told + "\n\n" + told : told + "\n\n");
    }
  }

  @Test
  void namesTheEventOfACutStreamWhereTheDialectDoes() {
    assertThat(frame(Operation.MESSAGES)).startsWith("event: error\ndata: {\"type\":\"error\",");
    assertThat(frame(Operation.RESPONSES)).startsWith("event: error\ndata: {\"type\":\"error\",");
    assertThat(frame(Operation.CHAT_COMPLETIONS)).startsWith("data: {\"error\":{");
    assertThat(frame(Operation.STREAM_GENERATE_CONTENT))
        .startsWith("data: {\"error\":{\"code\":403,");
  }

  private static String frame(Operation operation) {
    return new String(Endings.frame(operation, BUDGET), UTF_8);
  }

  private static String json(ErrorEnvelope error, Dialect dialect) {
    return new String(error.bytes(dialect), UTF_8).replace('"', '\'');
  }
}
