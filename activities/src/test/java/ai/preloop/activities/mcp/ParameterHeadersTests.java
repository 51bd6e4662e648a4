package ai.preloop.activities.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ParameterHeadersTests {

  private static final Map<?, ?> SCHEMA =
      JsonMapper.shared()
          .readValue(
              """
              {"type":"object","properties":{
                "region":{"type":"string","x-mcp-header":"Region"},
                "deep":{"type":"object","properties":{"n":{"type":"integer","x-mcp-header":"N"}}},
                "dry":{"type":"boolean","x-mcp-header":"Dry"},
                "list":{"type":"array","items":{"type":"string","x-mcp-header":"Never"}},
                "free":{"type":"string"}}}
              """,
              Map.class);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"region\":\"eu\"} | Mcp-Param-Region | eu | -",
        "{\"region\":\"eu\"} | Mcp-Param-Region | us | Mcp-Param-Region",
        "{\"region\":\"eu\"} | Other | eu | Mcp-Param-Region",
        "{\"region\":\"Grüße\"} | Mcp-Param-Region | =?base64?R3LDvMOfZQ==?= | -",
        "{\"region\":\"Grüße\"} | Mcp-Param-Region | Grüße | Mcp-Param-Region",
        "{\"region\":\"eu\"} | Mcp-Param-Region | =?base64?%%%?= | Mcp-Param-Region",
        "{\"region\":\"Hello\"} | Mcp-Param-Region | =?base64?SGVsbG8?= | Mcp-Param-Region",
        "{\"region\":null} | Other | - | -",
        "{\"region\":null} | Mcp-Param-Region | eu | Mcp-Param-Region",
        "{} | Mcp-Param-Region | eu | Mcp-Param-Region",
        "{\"deep\":{\"n\":42}} | Mcp-Param-N | 42.0 | -",
        "{\"deep\":{\"n\":42}} | Mcp-Param-N | 43 | Mcp-Param-N",
        "{\"deep\":{\"n\":42}} | Mcp-Param-N | many | Mcp-Param-N",
        "{\"dry\":true} | Mcp-Param-Dry | true | -",
        "{\"dry\":true} | Mcp-Param-Dry | false | Mcp-Param-Dry",
        "{\"list\":[\"a\"],\"free\":\"b\"} | Other | - | -"
      })
  void saysWhichHeaderDoesNotSayWhatTheArgumentsSay(
      String arguments, String header, String value, String wrong) {
    assertThat(
            ParameterHeaders.mismatch(
                SCHEMA,
                JsonSlice.of(arguments.getBytes(UTF_8)),
                name -> name.equals(header) ? value : null))
        .isEqualTo(Optional.ofNullable(wrong));
  }
}
