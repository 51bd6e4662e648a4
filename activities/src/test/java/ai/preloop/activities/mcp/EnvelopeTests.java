package ai.preloop.activities.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.MalformedMessage.Kind;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTests {

  private static final String CALL =
      """
      { "x-first" : [1.0, 1e2],
        "params": {"_meta":{"progressToken": 7 ,"callId":"c1","other":"\\u00e9"},
          "arguments" : { "amount":10.00,  "to":"a\\/b\\u00e9" , "big":123456789012345678901 },
          "later":-0.0,"name":"pay"} ,
        "jsonrpc":"2.0","method":"tools/call" , "id" : "a\\u0062" }
      """;

  @Test
  void bindsWhatPreloopOwns() {
    Envelope call = read(CALL);

    assertThat(call.isRequest()).isTrue();
    assertThat(call.method()).isEqualTo("tools/call");
    assertThat(call.id()).hasToString("\"a\\u0062\"");
    assertThat(call.name()).isEqualTo("pay");
    assertThat(call.meta().progressToken()).hasToString("7");
    assertThat(call.meta().clientCallId()).isEqualTo("c1");
    assertThat(call.meta().protocolVersion()).isNull();
  }

  @Test
  void changesForTheUpstreamOnlyTheIdTheNameAndTheArguments() {
    assertThat(new String(read(CALL).toUpstream(42, "pay \"it\"", null), UTF_8))
        .isEqualTo(
            CALL.strip()
                .replace("\"a\\u0062\"", "42")
                .replace("\"name\":\"pay\"", "\"name\":\"pay \\\"it\\\"\""));

    JsonSlice others = StrictJson.read("{\"a\" : 1.50}".getBytes(UTF_8), Limits.REQUEST);
    assertThat(new String(read(CALL).toUpstream(42, "pay", others), UTF_8))
        .contains("\"arguments\" : {\"a\" : 1.50},\n")
        .contains("\"_meta\":{\"progressToken\": 7 ,\"callId\":\"c1\",\"other\":\"\\u00e9\"}")
        .contains("[1.0, 1e2]")
        .contains("\"later\":-0.0");
  }

  @Test
  void goesOutInASessionWithoutWhatItSaidOfItselfForWantOfOne() {
    Envelope call =
        read(
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"_meta":{"a": 1 ,\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{},\
            "io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/logLevel":"info"},"name":"pay"}}\
            """);

    assertThat(call.meta().protocolVersion()).isEqualTo("2026-07-28");
    assertThat(call.meta().clientInfo()).hasToString("{}");
    assertThat(new String(call.toUpstream(2, "pay", null), UTF_8))
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"a\": 1 },\"name\":\"pay\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"why\":\"w\",\"a\":1}       | {\"a\":1}",
        "{\"a\":1,\"why\":\"w\"}       | {\"a\":1}",
        "{\"a\":1,\"why\":\"w\",\"b\":2} | {\"a\":1,\"b\":2}",
        "{ \"why\" : \"w\" }           | {  }",
        "{\"why\":\"w\" , \"a\" : 1.0} | { \"a\" : 1.0}",
        "{\"a\":1 ,\"why\":\"w\" }     | {\"a\":1  }",
        "{\"\\u0077hy\":\"w\",\"a\":1} | {\"a\":1}",
        "{\"a\":{\"why\":\"in\"},\"why\":\"w\"} | {\"a\":{\"why\":\"in\"}}"
      })
  void takesTheJustificationOut(String arguments, String left) {
    Envelope.Justified justified = call(arguments).withoutJustification("why");

    assertThat(justified.justification()).isEqualTo("w");
    assertThat(justified.arguments()).hasToString(left);
  }

  @Test
  void leavesArgumentsWithoutAJustificationAlone() {
    assertThat(call("{\"a\": 1}").withoutJustification("why").arguments())
        .hasToString("{\"a\": 1}");
    assertThat(call("{\"a\": 1}").withoutJustification("why").justification()).isNull();
    assertThat(read(message("\"params\":{\"name\":\"t\"}")).withoutJustification("why").arguments())
        .isNull();
  }

  @Test
  void tellsNotificationsAndResponsesFromRequests() {
    Envelope notification = read("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    Envelope response = read("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1}}");

    assertThat(notification.isRequest()).isFalse();
    assertThat(response.isRequest()).isFalse();
  }

  @Test
  void prefersTheToolUseIdAsTheClientsCallId() {
    Envelope call =
        read(
            message(
                "\"params\":{\"_meta\":{\"callId\":\"c\",\"claudecode/toolUseId\":\"t\","
                    + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}"));

    assertThat(call.meta().clientCallId()).isEqualTo("t");
    assertThat(call.meta().protocolVersion()).isEqualTo("2026-07-28");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "\"text\"",
        "{}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1.0,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1e2,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}"
      })
  void refusesWhatIsNoRequest(String body) {
    MalformedMessage fault = faultOf(body);

    assertThat(fault.kind()).isEqualTo(Kind.INVALID_REQUEST);
    assertThat(fault.kind().code()).isEqualTo(-32600);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "1%s"})
  void refusesAnIdOfMoreThanAThousandBytes(String id) {
    String ping = "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":" + id + "}";

    assertThat(read(ping.formatted("0".repeat(998))).id()).isNotNull();
    assertThat(faultOf(ping.formatted("0".repeat(1_000))).kind()).isEqualTo(Kind.INVALID_REQUEST);
  }

  @Test
  void aProgressTokenIsAShortStringOrInteger() {
    assertThat(progressToken("\"t\"")).hasToString("\"t\"");
    assertThat(progressToken("-7")).hasToString("-7");
    for (String other :
        List.of("{}", "[1]", "null", "true", "1.5", "\"" + "t".repeat(1_000) + "\"")) {
      assertThat(progressToken(other)).as(other).isNull();
    }
  }

  private static @Nullable JsonSlice progressToken(String token) {
    return read(message("\"params\":{\"_meta\":{\"progressToken\":" + token + "}}"))
        .meta()
        .progressToken();
  }

  @Test
  void refusesABatch() {
    assertThat(faultOf("[" + message("\"params\":{}") + "]").kind()).isEqualTo(Kind.BATCH);
    assertThat(faultOf("[]").kind().code()).isEqualTo(-32600);
    assertThat(faultOf("[").kind().code()).isEqualTo(-32700);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"params\":[]",
        "\"params\":null",
        "\"params\":{\"arguments\":[1]}",
        "\"params\":{\"arguments\":\"{}\"}",
        "\"params\":{\"arguments\":null}",
        "\"params\":{\"_meta\":7}"
      })
  void namesTheRequestWhoseParamsAreWrong(String params) {
    MalformedMessage fault = faultOf(message(params));

    assertThat(fault.kind().code()).isEqualTo(-32602);
    assertThat(fault.id()).hasToString("1");
  }

  @Test
  void refusesAJustificationThatIsNoText() {
    Envelope call = call("{\"why\":{\"a\":1}}");

    assertThat(
            catchThrowableOfType(MalformedMessage.class, () -> call.withoutJustification("why"))
                .kind())
        .isEqualTo(Kind.INVALID_PARAMS);
  }

  @Test
  void writesACallOfItsOwn() {
    byte[] body = Envelope.toolCall(3, "a\"b", "{\"n\":1.0}".getBytes(UTF_8));

    Envelope call = Envelope.read(body, Limits.REQUEST);
    assertThat(call.id()).hasToString("3");
    assertThat(call.name()).isEqualTo("a\"b");
    assertThat(call.arguments()).hasToString("{\"n\":1.0}");
  }

  private static Envelope call(String arguments) {
    return read(message("\"params\":{\"name\":\"t\",\"arguments\":" + arguments + "}"));
  }

  private static String message(String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"," + params + "}";
  }

  private static Envelope read(String body) {
    return Envelope.read(body.getBytes(UTF_8), Limits.REQUEST);
  }

  private static MalformedMessage faultOf(String body) {
    return catchThrowableOfType(MalformedMessage.class, () -> read(body));
  }
}
