package ai.preloop.activities.dialects;

import static ai.preloop.activities.dialects.Requests.bytes;
import static ai.preloop.activities.dialects.Requests.chat;
import static ai.preloop.activities.dialects.Requests.gemini;
import static ai.preloop.activities.dialects.Requests.messages;
import static ai.preloop.activities.dialects.Requests.read;
import static ai.preloop.activities.dialects.Requests.responses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRequestTests {

  @Test
  void readsWhatIsAsked() {
    ModelRequest request =
        chat("{'model':'gpt-x','stream':true,'n':2,'max_tokens':7,'tools':[{'type':'function'}]}");
    assertThat(request.operation()).isEqualTo(Operation.CHAT_COMPLETIONS);
    assertThat(request.model()).isEqualTo("gpt-x");
    assertThat(request.streamed()).isTrue();
    assertThat(request.asksForUsage()).isFalse();
    assertThat(request.answers()).isEqualTo(2);
    assertThat(request.tools()).isEqualTo(1);
    assertThat(request.maxOutputTokens()).hasValue(7);
    assertThat(chat("{'model':'m','stream':null}").streamed()).isFalse();
    assertThat(read(Operation.STREAM_GENERATE_CONTENT, "m", "{}").streamed()).isTrue();
    assertThat(messages("{'model':'m','stream':true,'max_tokens':1}").streamed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{'model':'a','model':'b'}",
        "{'model':'a','mod\\u0065l':'b'}",
        "{'model':'a'} {'model':'b'}",
        "{'model':'a','Model':'b'}",
        "{'model':'a','MAX_TOKENS':5}",
        "{'model':'a','max_to\u212Aens':5}",
        "{'model':'a','\u017Ftream':true}",
        "{'model':'a','models':['b']}",
        "{'model':7}",
        "{'model':''}",
        "{'model':null}",
        "{}",
        "{'model':'a','stream':1}",
        "{'model':'a','stream':'true'}",
        "{'model':'a','stream_options':true}",
        "{'model':'a','stream_options':{'include_usage':1}}",
        "{'model':'a','stream_options':{'include_usage':true,'Include_Usage':false}}",
      })
  void refusesWhatSomeProviderCouldReadOtherwise(String body) {
    assertRefused(() -> chat(body));
  }

  @Test
  void refusesWhatIsNotUtf8AndWhatIsTooDeepOrTooLarge() {
    byte[] latin = "{\"model\":\"\u00e9\"}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    assertRefused(() -> ModelRequest.read(Operation.CHAT_COMPLETIONS, null, latin, Limits.REQUEST));
    assertRefused(() -> chat("{'model':'a','x':" + "[".repeat(70) + "]".repeat(70) + "}"));
    assertThatThrownBy(() ->
            ModelRequest.read(
                Operation.CHAT_COMPLETIONS,
                null,
                bytes("{'model':'a'}"),
                Limits.REQUEST.withBytes(5)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
  }

  @Test
  void takesTheModelOfThePathWithAndWithoutItsPrefix() {
    assertThat(read(Operation.GENERATE_CONTENT, "models/g", "{}").model()).isEqualTo("g");
    assertThat(read(Operation.GENERATE_CONTENT, "g", "{'model':'models/g'}").model())
        .isEqualTo("g");
    assertRefused(() -> read(Operation.GENERATE_CONTENT, "g", "{'model':'models/h'}"));
    String wrapped = "{'generateContentRequest':{'model':'models/h'}}";
    assertRefused(() -> read(Operation.COUNT_TOKENS, "g", wrapped));
    assertRefused(
        () -> read(Operation.COUNT_TOKENS, "g", wrapped.replace("eC", "e_c").replace("tR", "t_r")));
    assertThat(chat("{'model':'models/g'}").model()).isEqualTo("models/g");
  }

  @ParameterizedTest
  @ValueSource(strings = {"100", "100.0", "1e2", "1E+2", "'100'", "'1e2'", "' 100 '", "1000e-1"})
  void readsAWholeNumberUnderEverySpelling(String hundred) {
    assertThat(chat("{'model':'m','max_tokens':" + hundred + "}").maxOutputTokens()).hasValue(100);
    assertThat(gemini("{'generationConfig':{'maxOutputTokens':" + hundred + "}}").maxOutputTokens())
        .hasValue(100);
    assertThat(chat("{'model':'m','n':" + hundred + "}").answers()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "'1_0'", "'many'", "''", "true", "[1]", "{}", "-1e999999999"})
  void refusesWhatIsNoWholeNumber(String value) {
    assertRefused(() -> chat("{'model':'m','max_tokens':" + value + "}"));
    assertRefused(() -> chat("{'model':'m','n':" + value + "}"));
    assertRefused(() -> gemini("{'generation_config':{'max_output_tokens':" + value + "}}"));
  }

  @Test
  void takesZeroAndNullAndWhatIsBeyondBeliefForNoLimit() {
    assertThat(chat("{'model':'m','max_tokens':0}").maxOutputTokens()).isEmpty();
    assertThat(chat("{'model':'m','max_tokens':null}").maxOutputTokens()).isEmpty();
    assertThat(chat("{'model':'m','max_tokens':1e999999999}").maxOutputTokens())
        .hasValue(Usage.MOST);
  }

  @Test
  void refusesTwoValuesUnderTwoSpellings() {
    assertRefused(() -> gemini("{'generationConfig':{'maxOutputTokens':1,'max_output_tokens':2}}"));
    assertRefused(() ->
        gemini(
            "{'generationConfig':{'maxOutputTokens':1},"
                + "'generation_config':{'maxOutputTokens':2}}"));
    assertThat(
            gemini("{'generationConfig':{'maxOutputTokens':3,'max_output_tokens':3}}")
                .maxOutputTokens())
        .hasValue(3);
  }

  @Test
  void givesOnTheSameBytesWhereThereIsNothingToChange() {
    byte[] body =
        bytes(" {'model' : 'm', 'stream':true, 'stream_options':{'include_usage':true}} ");
    ModelRequest request =
        ModelRequest.read(Operation.CHAT_COMPLETIONS, null, body, Limits.REQUEST);
    assertThat(request.bodyFor("m")).isSameAs(body);
    byte[] none = bytes("{'contents':[]}");
    assertThat(
            ModelRequest.read(Operation.GENERATE_CONTENT, "g", none, Limits.REQUEST).bodyFor("x"))
        .isSameAs(none);
  }

  @Test
  void changesNothingButTheModel() {
    assertThat(sent(chat(" {'a':1.0, 'mod\\u0065l' : 'm' ,'b':'\\/'}\n"), "p'q"))
        .isEqualTo(" {'a':1.0, 'mod\\u0065l' : 'p\\'q' ,'b':'\\/'}\n");
    assertThat(sent(messages("{'model':'m','stream':true}"), "x"))
        .isEqualTo("{'model':'x','stream':true}");
    assertThat(sent(responses("{'stream':true,'model':'m'}"), "x"))
        .isEqualTo("{'stream':true,'model':'x'}");
    String wrapped =
        "{'generateContentRequest':{'model':'models/m','contents':[]},'model':'m','x':1}";
    assertThat(sent(read(Operation.COUNT_TOKENS, "models/m", wrapped), "g"))
        .isEqualTo(
            "{'generateContentRequest':{'model':'models/g','contents':[]},'model':'g','x':1}");
  }

  @Test
  void asksForUsageThatTheClientDidNotAskFor() {
    assertThat(sent(chat("{'stream':true,'model':'m' } "), "x"))
        .isEqualTo("{'stream':true,'model':'x' ,'stream_options':{'include_usage':true}} ");
    assertThat(sent(chat("{'stream_options':null,'stream':true,'model':'m'}"), "m"))
        .isEqualTo("{'stream_options':{'include_usage':true},'stream':true,'model':'m'}");
    assertThat(sent(chat("{'stream_options':{ },'stream':true,'model':'m'}"), "m"))
        .contains("'include_usage':true");
    assertThat(
            sent(
                chat("{'model':'m','stream_options':{'include_usage':false,'y':1},'stream':true}"),
                "x"))
        .isEqualTo("{'model':'x','stream_options':{'include_usage':true,'y':1},'stream':true}");
    assertThat(sent(chat("{'model':'m','stream':false}"), "m"))
        .isEqualTo("{'model':'m','stream':false}");
  }

  @Test
  void namesTheModelsOfTools() {
    assertThat(
            messages("{'model':'m','tools':[{'name':'a'},{'type':'advisor_1','model':'big'}]}")
                .modelsOfTools())
        .containsExactly("big");
  }

  @Test
  void refusesAToolThatNamesItsModelInOtherLetters() {
    assertRefused(() -> messages("{'model':'m','tools':[{'type':'advisor_1','Model':'big'}]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'system':[{'type':'text','text':'x','cache_control':{'type':'ephemeral','ttl':'1h'}}]",
        "'tools':[{'name':'a','cache_control':{'type':'ephemeral','ttl':'\\u0031h'}}]",
        "'cache_control':{'type':'ephemeral','ttl':'1\\u0068'}"
      })
  void seesThatInputMayBeCachedForAnHour(String member) {
    assertThat(messages("{'model':'m'," + member + "}").mayCacheForAnHour()).isTrue();
  }

  @Test
  void knowsThatInputIsNotCachedForAnHour() {
    assertThat(
            messages("{'model':'m','cache_control':{'ttl':'5m'},'system':'1h','x':11}")
                .mayCacheForAnHour())
        .isTrue();
    assertThat(
            messages("{'model':'m','cache_control':{'ttl':'5m'},'system':'for 1h','x':'1hour'}")
                .mayCacheForAnHour())
        .isFalse();
  }

  private static String sent(ModelRequest request, String identifier) {
    return new String(request.bodyFor(identifier.replace('\'', '"')), UTF_8).replace('"', '\'');
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.type()).isEqualTo(ProblemType.INVALID_REQUEST);
              assertThat(e.detail()).endsWith(".");
            });
  }
}
