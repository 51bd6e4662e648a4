package ai.preloop.activities.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.dialects.ModelList.Entry;
import ai.preloop.activities.dialects.ModelList.Page;
import ai.preloop.policies.problems.ProblemException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTests {

  private static final Entry OLD = entry("a\"old", "2025-01-01T00:00:00.123456Z");
  private static final Entry MID = entry("mid", "2025-02-01T00:00:00Z");
  private static final Entry NEW = entry("new", "2025-03-01T00:00:00Z");
  private static final List<Entry> ALL = List.of(MID, OLD, NEW);

  private static Entry entry(String alias, String createdAt) {
    return new Entry(alias, Instant.parse(createdAt), "openai");
  }

  @Test
  void showsOneModelInEachDialect() {
    assertThat(text(ModelList.single(Dialect.OPENAI, OLD)))
        .isEqualTo("{'id':'a\\'old','object':'model','created':1735689600,'owned_by':'openai'}");
    assertThat(text(ModelList.single(Dialect.ANTHROPIC, OLD)))
        .isEqualTo(
            "{'type':'model','id':'a\\'old','display_name':'a\\'old',"
                + "'created_at':'2025-01-01T00:00:00Z'}");
    assertThat(text(ModelList.single(Dialect.GEMINI, OLD)))
        .isEqualTo(
            "{'name':'models/a\\'old','displayName':'a\\'old','supportedGenerationMethods':"
                + "['generateContent','streamGenerateContent','countTokens']}");
  }

  @Test
  void listsTheModelsOfOpenAiAsTheyAre() {
    assertThat(list(Dialect.OPENAI, Page.FIRST))
        .startsWith("{'object':'list','data':[{'id':'mid',")
        .endsWith("}]}");
    assertThat(text(ModelList.list(Dialect.OPENAI, List.of(), Page.FIRST)))
        .isEqualTo("{'object':'list','data':[]}");
  }

  @Test
  void pagesThroughTheModelsOfAnthropicFromTheNewest() {
    assertThat(list(Dialect.ANTHROPIC, new Page("2", null, null)))
        .containsSubsequence("'id':'new'", "'id':'mid'")
        .endsWith(",'has_more':true,'first_id':'new','last_id':'mid'}");
    assertThat(list(Dialect.ANTHROPIC, new Page("2", "mid", null)))
        .endsWith(",'has_more':false,'first_id':'a\\'old','last_id':'a\\'old'}");
    assertThat(list(Dialect.ANTHROPIC, new Page("1", null, "a\"old")))
        .endsWith(",'has_more':true,'first_id':'mid','last_id':'mid'}");
    assertThat(list(Dialect.ANTHROPIC, new Page(null, null, "mid")))
        .endsWith(",'has_more':false,'first_id':'new','last_id':'new'}");
    assertThat(list(Dialect.ANTHROPIC, new Page(null, "a\"old", null)))
        .isEqualTo("{'data':[],'has_more':false,'first_id':null,'last_id':null}");
  }

  @Test
  void pagesThroughTheModelsOfGeminiByName() {
    assertThat(list(Dialect.GEMINI, new Page("2", "", null)))
        .containsSubsequence("'models/a\\'old'", "'models/mid'")
        .endsWith("],'nextPageToken':'mid'}");
    assertThat(list(Dialect.GEMINI, new Page("2", "mid", null)))
        .startsWith("{'models':[{'name':'models/new'")
        .endsWith("}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1001", "x", "99999999999"})
  void refusesAPageOfNoSize(String limit) {
    assertThatThrownBy(() -> list(Dialect.ANTHROPIC, new Page(limit, null, null)))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void refusesToPageFromWhatIsNotThere() {
    assertThatThrownBy(() -> list(Dialect.GEMINI, new Page(null, "gone", null)))
        .isInstanceOf(ProblemException.class);
  }

  private static String list(Dialect dialect, Page page) {
    return text(ModelList.list(dialect, ALL, page));
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8).replace('"', '\'');
  }
}
