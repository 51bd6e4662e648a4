package ai.preloop.activities.dialects;

import static ai.preloop.activities.dialects.Requests.chat;
import static ai.preloop.activities.dialects.Requests.gemini;
import static ai.preloop.activities.dialects.Requests.messages;
import static ai.preloop.activities.dialects.Requests.read;
import static ai.preloop.activities.dialects.Requests.responses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.Ceilings.OutputLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundTests {

  private static final Ceilings WIDE = new Ceilings(900_000, 5_000, OutputLimits.ALL);

  @Test
  void isTheBytesOfTheBodyAndWhatProvidersAdd() {
    String body = "{'model':'m','max_tokens':10,'messages':[{'role':'user','content':'Hi'}]}";
    assertThat(chat(body).bound(WIDE)).isEqualTo(new Bound(body.length() + 1_016, 10, true));
    String tool = body.replace("}]}", "}],'tools':[{'type':'function'},{'type':'custom'}]}");
    assertThat(chat(tool).bound(WIDE).inputTokens()).isEqualTo(tool.length() + 3_144);
    String bash = body.replace("}]}", "}],'tools':[{'type':'bash_20250124','name':'bash'}]}");
    assertThat(messages(bash).bound(WIDE)).isEqualTo(new Bound(bash.length() + 4_080, 10, true));
  }

  @Test
  void isNotMoreThanTheContextWindowExceptForEmbeddings() {
    Ceilings narrow = new Ceilings(100, 10, OutputLimits.ALL);
    assertThat(chat("{'model':'m'}").bound(narrow)).isEqualTo(new Bound(100, 10, true));
    String many = "{'model':'e','input':['one','two']}";
    assertThat(read(Operation.EMBEDDINGS, null, many).bound(narrow))
        .isEqualTo(new Bound(many.length() + 1_032, 0, true));
  }

  @Test
  void isAWholeWindowWhereEmbeddingsAreOfMoreThanText() {
    Bound bound =
        read(
                Operation.EMBEDDINGS,
                null,
                "{'model':'e','input':[{'type':'image_url','image_url':'https://a.example/b'}]}")
            .bound(WIDE);
    assertThat(bound.inputTokens()).isEqualTo(WIDE.contextWindow());
    assertThat(bound.known()).isFalse();
  }

  @Test
  void isNothingForCounting() {
    assertThat(read(Operation.COUNT_TOKENS, "m", "{}").bound(WIDE)).isEqualTo(Bound.NOTHING);
    assertThat(read(Operation.COUNT_MESSAGE_TOKENS, null, "{'model':'m'}").bound(WIDE))
        .isEqualTo(Bound.NOTHING);
  }

  @Test
  void multipliesWhatIsAskedForSeveralTimes() {
    assertThat(output("{'model':'m','max_tokens':10,'n':3}")).isEqualTo(30);
    assertThat(output("{'model':'m','max_tokens':10,'n':3,'best_of':'4.0'}")).isEqualTo(40);
    assertThat(output("{'model':'m','n':2}")).isEqualTo(10_000);
    assertThat(
            gemini("{'generation_config':{'candidate_count':2,'maxOutputTokens':'9'}}").bound(WIDE))
        .extracting(Bound::outputTokens)
        .isEqualTo(18L);
    assertThat(output("{'model':'m','max_tokens':1e9,'n':1e9}")).isEqualTo(Usage.MOST);
  }

  @Test
  void countsOnlyLimitsThatTheProviderKeepsTo() {
    Ceilings older = new Ceilings(900_000, 5_000, OutputLimits.MAX_TOKENS);
    ModelRequest newer = chat("{'model':'m','max_completion_tokens':10}");
    assertThat(newer.bound(WIDE).outputTokens()).isEqualTo(10);
    assertThat(newer.bound(older).outputTokens()).isEqualTo(5_000);
    assertThat(output("{'model':'m','max_completion_tokens':10,'max_tokens':20}")).isEqualTo(20);
    assertThat(output("{'model':'m','max_output_tokens':10}")).isEqualTo(5_000);
    assertThat(responses("{'model':'m','max_tokens':10}").bound(WIDE).outputTokens())
        .isEqualTo(5_000);
    assertThat(responses("{'model':'m','max_output_tokens':10}").bound(WIDE).outputTokens())
        .isEqualTo(10);
  }

  @Test
  void countsTheLargerOfTwoLimitsWhoeverKeepsToWhich() {
    Ceilings older = new Ceilings(900_000, 5_000, OutputLimits.MAX_TOKENS);
    ModelRequest both = chat("{'model':'m','max_tokens':1,'max_completion_tokens':4000}");
    assertThat(both.bound(older).outputTokens()).isEqualTo(4_000);
    ModelRequest huge = chat("{'model':'m','max_completion_tokens':90000}");
    assertThat(huge.bound(older).outputTokens()).isEqualTo(90_000);
  }

  @Test
  void addsWhatIsChargedBesideTheLimit() {
    assertThat(output("{'model':'m','max_tokens':10,'prediction':{'content':'abc'}}"))
        .isEqualTo(10 + "{'content':'abc'}".length());
    String thinking =
        "{'generationConfig':{'maxOutputTokens':10,'thinking_config':{'thinkingBudget':500}}}";
    assertThat(gemini(thinking).bound(WIDE).outputTokens()).isEqualTo(510);
    assertThat(gemini(thinking.replace("500", "-1")).bound(WIDE).outputTokens()).isEqualTo(10);
  }

  @Test
  void countsEachImageThatIsInTheBody() {
    String chat =
        "{'model':'m','messages':[{'content':[{'type':'text','text':'a'},"
            + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AA=='}}]}]}";
    assertThat(chat(chat).bound(WIDE)).isEqualTo(new Bound(chat.length() + 51_016, 5_000, true));
    String inTool =
        "{'model':'m','messages':[{'content':[{'type':'tool_result','content':"
            + "[{'type':'image','source':{'type':'base64','data':'AA=='}}]}]}]}";
    assertThat(messages(inTool).bound(WIDE).inputTokens()).isEqualTo(inTool.length() + 51_016);
    String single = "{'contents':{'parts':{'inline_data':{'mime_type':'image/png','data':'AA'}}}}";
    assertThat(gemini(single).bound(WIDE))
        .isEqualTo(new Bound(single.length() + 51_016, 5_000, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'service_tier':'priority'",
        "'modalities':['text','audio']",
        "'web_search_options':{}",
        "'plugins':[{'id':'web'}]",
        "'tools':[{'type':'web_search'}]",
        "'messages':[{'audio':{'id':'a'}}]",
        "'messages':[{'content':[{'type':'image_url','image_url':{'url':'https://x.test/a'}}]}]",
        "'messages':[{'content':[{'type':'input_audio'}]}]",
        "'messages':[{'content':[{'type':'file','file':{'file_id':'f'}}]}]",
      })
  void isNotKnownWhereAChatBringsMoreThanItsBody(String member) {
    assertOpen(chat("{'model':'m','max_tokens':10," + member + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'previous_response_id':'r'",
        "'conversation':{'id':'c'}",
        "'prompt':{'id':'p'}",
        "'tools':[{'type':'mcp','server_url':'https://x.test'}]",
        "'tools':[{'type':'code_interpreter'}]",
        "'input':[{'id':'msg_1'}]",
        "'input':[{'type':'item_reference','id':'msg_1'}]",
        "'input':[{'role':'user','content':[{'type':'input_file','file_url':'https://x.test'}]}]",
        "'input':[{'role':'user','content':[{'type':'input_image','file_id':'f'}]}]",
        "'input':[{'type':'function_call_output','output':[{'type':'input_file'}]}]",
        "'input':[{'type':'additional_tools','tools':[{'type':'web_search'}]}]",
        "'input':[{'type':'something_new'}]",
      })
  void isNotKnownWhereResponsesBringMoreThanTheirBody(String member) {
    assertOpen(responses("{'model':'m','max_output_tokens':10," + member + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'speed':'fast'",
        "'mcp_servers':[{'url':'https://x.test'}]",
        "'container':'c'",
        "'context_management':{'edits':[{'type':'compact_20260112'}]}",
        "'tools':[{'type':'web_search_20250305','name':'web_search'}]",
        "'messages':[{'content':[{'type':'image','source':{'type':'url'}}]}]",
        "'messages':[{'content':[{'type':'document','source':{'type':'base64'}}]}]",
        "'messages':[{'content':[{'type':'tool_result','content':[{'type':'document'}]}]}]",
        "'messages':[{'content':[{'type':'container_upload','file_id':'f'}]}]",
      })
  void isNotKnownWhereMessagesBringMoreThanTheirBody(String member) {
    assertOpen(messages("{'model':'m','max_tokens':10," + member + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'cachedContent':'cachedContents/1'",
        "'cached_content':'cachedContents/1'",
        "'tools':[{'google_search':{}}]",
        "'tools':{'codeExecution':{}}",
        "'contents':[{'parts':[{'fileData':{'fileUri':'https://x.test'}}]}]",
        "'contents':{'parts':{'file_data':{}}}",
        "'contents':[{'parts':[{'inlineData':{'mimeType':'video/mp4'}}]}]",
        "'contents':[{'parts':[{'functionResponse':{'parts':[{'fileData':{}}]}}]}]",
        "'system_instruction':{'parts':[{'fileData':{}}]}",
      })
  void isNotKnownWhereContentsBringMoreThanTheirBody(String member) {
    assertOpen(gemini("{'generationConfig':{'maxOutputTokens':10}," + member + "}"));
  }

  @Test
  void isNotKnownForImagesOrVoicesAsOutput() {
    assertOpen(
        gemini("{'generationConfig':{'maxOutputTokens':10,'response_modalities':['IMAGE']}}"));
  }

  @Test
  void isKnownForWhatCodingAgentsSend() {
    assertThat(
            responses(
                    "{'model':'m','input':[{'type':'message','role':'user','content':"
                        + "[{'type':'input_text','text':'Hi'}]},{'type':'reasoning','summary':[],"
                        + "'encrypted_content':'gA'},{'type':'custom_tool_call_output','output':'x'}],"
                        + "'tools':[{'type':'namespace','tools':[{'type':'function'}]}],"
                        + "'service_tier':null,'prompt':null,'store':false}")
                .bound(WIDE)
                .known())
        .isTrue();
    assertThat(
            messages(
                    "{'model':'m','max_tokens':9,'system':[{'type':'text','text':'a',"
                        + "'cache_control':{'type':'ephemeral'}}],'messages':[{'role':'assistant',"
                        + "'content':[{'type':'thinking','thinking':'b','signature':'c'},{'type':"
                        + "'tool_use','id':'t','name':'n','input':{'type':'document'}}]}],"
                        + "'context_management':{'edits':[{'type':'clear_thinking_20251015'}]}}")
                .bound(WIDE)
                .known())
        .isTrue();
  }

  private static long output(String body) {
    return chat(body).bound(WIDE).outputTokens();
  }

  private static void assertOpen(ModelRequest request) {
    assertThat(request.bound(WIDE)).isEqualTo(new Bound(900_000, 10, false));
  }
}
