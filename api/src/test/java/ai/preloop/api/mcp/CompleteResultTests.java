package ai.preloop.api.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompleteResultTests {

  private static final String TYPE = "\"resultType\":\"complete\"";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "{} | {T}",
        "{ } | {T }",
        "{\"a\":1.50} | {T,\"a\":1.50}",
        "{ \"a\" : [ ] } | {T, \"a\" : [ ] }",
        "{\"resultType\":\"input_required\",\"a\":1} | {T,\"a\":1}",
        "{\"a\":1,\"result\\u0054ype\":\"x\"} | {T,\"a\":1}",
        "{\"resultType\":{}} | {T}",
        "{\"a\":{\"resultType\":\"mine\"}} | {T,\"a\":{\"resultType\":\"mine\"}}",
        "[1] | [1]",
      })
  void saysThatItIsCompleteAndNothingElseOfItsOwn(String result, String complete) {
    var whole =
        StrictJson.read(("{\"before\":1,\"r\":" + result + "}").getBytes(UTF_8), Limits.REQUEST);

    assertThat(CompleteResult.of(Objects.requireNonNull(whole.member("r"))))
        .asString(UTF_8)
        .isEqualTo(complete.replace("T", TYPE).replace("result" + TYPE + "ype", "resultType"));
  }

  @Test
  void saysForHowLongItMayBeKept() {
    var tools = StrictJson.read("{\"tools\":[]}".getBytes(UTF_8), Limits.REQUEST);

    assertThat(CompleteResult.fresh(tools, 5))
        .asString(UTF_8)
        .isEqualTo("{" + TYPE + ",\"ttlMs\":5,\"cacheScope\":\"private\",\"tools\":[]}");
  }

  @Test
  void saysItselfForHowLongItMayBeKept() {
    var read =
        StrictJson.read(
            "{\"cacheScope\":\"public\",\"contents\":[],\"ttlMs\":900}".getBytes(UTF_8),
            Limits.REQUEST);

    assertThat(CompleteResult.fresh(read, 0))
        .asString(UTF_8)
        .isEqualTo("{" + TYPE + ",\"ttlMs\":0,\"cacheScope\":\"private\",\"contents\":[]}");
  }
}
