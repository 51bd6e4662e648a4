package ai.preloop.activities.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Which annotations make a tool one that is not taken. */
class HeaderAnnotationsTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':{'type':'string','x-mcp-header':''}}",
        "{'a':{'type':'string','x-mcp-header':'My Region'}}",
        "{'a':{'type':'string','x-mcp-header':'Region:'}}",
        "{'a':{'type':'string','x-mcp-header':'Région'}}",
        "{'a':{'type':'string','x-mcp-header':'a\\r\\nb'}}",
        "{'a':{'type':'string','x-mcp-header':7}}",
        "{'a':{'type':'number','x-mcp-header':'A'}}",
        "{'a':{'type':'object','x-mcp-header':'A'}}",
        "{'a':{'type':'array','x-mcp-header':'A'}}",
        "{'a':{'x-mcp-header':'A'}}",
        "{'a':{'type':'string','x-mcp-header':'A'},'b':{'type':'string','x-mcp-header':'a'}}",
        "{'a':{'type':'array','items':{'type':'string','x-mcp-header':'A'}}}",
        "{'a':{'anyOf':[{'type':'string','x-mcp-header':'A'}]}}"
      })
  void refusesWhatCannotBeSaidInAHeader(String properties) {
    assertThat(fault("{'type':'object','properties':" + properties + "}")).isPresent();
  }

  @Test
  void refusesWhatIsReachedByMoreThanProperties() {
    assertThat(fault("{'$defs':{'x':{'type':'string','x-mcp-header':'A'}}}")).isPresent();
    assertThat(fault("{'type':'string','x-mcp-header':'A'}")).isPresent();
  }

  @Test
  void takesPrimitivesAtAnyDepthOfProperties() {
    assertThat(
            fault(
                """
                {'type':'object','properties':{
                  'a':{'type':'string','x-mcp-header':'A'},
                  'b':{'type':'object','properties':{'c':{'type':'boolean','x-mcp-header':'C'}}},
                  'x-mcp-header':{'type':'number'}}}
                """))
        .isEmpty();
  }

  private static Optional<String> fault(String schema) {
    return ParameterHeaders.fault(
        JsonMapper.shared().readValue(schema.replace('\'', '"'), new TypeReference<>() {}));
  }
}
