package ai.preloop.activities.offers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.ResourceNames.Own;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.UpstreamServer;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingTests {

  private final Server first = server("first");
  private final Server second = server("second");

  @Test
  void keepsTheFirstServersNameAndShowsTheSecondBesideIt() {
    Listing prompts =
        new Listing(
            OfferKind.PROMPT,
            List.of(
                list(first, "{\"name\":\"review\"}"),
                list(second, "{ \"name\" : \"review\", \"x\":1.0 }", "{\"name\":\"plan\"}")));

    assertThat(prompts.all())
        .extracting(Offered::shown)
        .containsExactly("review", "second__review", "plan");
    assertThat(text(prompts.all().get(1), OfferKind.PROMPT))
        .isEqualTo("{ \"name\" : \"second__review\", \"x\":1.0 }");
    assertThat(prompts.names().find("second__review"))
        .get()
        .satisfies(found -> assertThat(found.server()).isEqualTo(second.id()))
        .extracting(Names.Named::own)
        .isEqualTo("review");
    assertThat(prompts.names().find("nobody's")).isEmpty();
  }

  @Test
  void aUriThatTwoServersHaveStaysAUri() {
    Listing resources =
        new Listing(
            OfferKind.RESOURCE,
            List.of(
                list(first, "{\"uri\":\"file:///a\"}"), list(second, "{\"uri\":\"file:///a\"}")));

    assertThat(resources.names().find("file:///a"))
        .get()
        .extracting(Names.Named::server)
        .isEqualTo(first.id());
    assertThat(resources.names().find("preloop:second:file:///a"))
        .get()
        .extracting(Names.Named::server)
        .isEqualTo(second.id());
    assertThat(resources.renamed())
        .containsExactly(Map.entry(new Own(second.id(), "file:///a"), "preloop:second:file:///a"));
  }

  @ParameterizedTest
  @CsvSource({
    "file:///{path}, file:///a/b, true",
    "file:///{path}, http://a, false",
    "db://{table}/rows/{id}, db://users/rows/7, true",
    "db://{table}/rows/{id}, db://users/columns/7, false",
    "db://{table}/end, db://users/end, true",
    "db://{table}/end, db://users/end/more, false",
    "fixed://one, fixed://one, true",
    "fixed://one, fixed://one/two, false"
  })
  void findsTheServerOfAUriByItsTemplate(String template, String uri, boolean found) {
    Listing templates =
        new Listing(
            OfferKind.TEMPLATE, List.of(list(first, "{\"uriTemplate\":\"" + template + "\"}")));

    assertThat(templates.names().find(uri).isPresent()).isEqualTo(found);
  }

  @Test
  void noNameIsGivenTwice() {
    Listing prompts =
        new Listing(
            OfferKind.PROMPT,
            List.of(
                list(first, "{\"name\":\"x\"}", "{\"name\":\"second__x\"}"),
                list(second, "{\"name\":\"x\"}")));

    assertThat(prompts.all())
        .extracting(Offered::shown)
        .containsExactly("x", "second__x", "second__x_");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file:///srv/project/a.txt | true",
        "file:///srv/project/../../etc/shadow | false",
        "file:///srv/project/.. | false",
        "file:///srv/project/%2e%2e/x | false",
        "file:///srv/project/%2Eenv | false",
        "file:///srv/project/.env | true",
        "FILE:///srv/x | false",
        "https://Example.com/x | false",
        "https://example.com/X?q=../.. | true",
        "test://Static-Text | true",
        "demo://resource/dynamic/text/%C3%BC | true",
        "file:///a%20b | true",
        "file:///a b | false",
        "file:///a\\b | false",
        "preloop:second:file:///a/../b | false",
        "preloop:second:file:///a/b | true"
      })
  void aUriIsWrittenInOneWay(String uri, boolean taken) {
    assertThat(Offers.faultOfUri(uri).isEmpty()).isEqualTo(taken);
  }

  @Test
  void readsPageAfterPageAndNoneTwice() {
    Pages pages = new Pages(OfferKind.PROMPT);

    assertThat(new String(pages.request(1), UTF_8)).contains("\"params\":{}");
    assertThat(pages.add(json("{\"prompts\":[{\"name\":\"a\"}],\"nextCursor\":\"2\"}"))).isTrue();
    assertThat(new String(pages.request(2), UTF_8)).contains("{\"cursor\":\"2\"}");
    assertThat(pages.add(json("{\"prompts\":[{\"name\":\"b\"}]}"))).isFalse();
    assertThat(pages.definitions()).hasSize(2);
  }

  @Test
  void goesNoFurtherWithAListThatGoesInACircle() {
    Pages pages = new Pages(OfferKind.PROMPT);
    JsonSlice page = json("{\"prompts\":[],\"nextCursor\":\"again\"}");

    assertThat(pages.add(page)).isTrue();
    assertThat(pages.add(page)).isFalse();
    assertThat(pages.isTooLong()).isTrue();
  }

  @Test
  void takesFiveThousandInAHundredPagesAndNoEndlessList() {
    Pages pages = new Pages(OfferKind.PROMPT);
    String fifty = String.join(",", Collections.nCopies(50, "{\"name\":\"a\"}"));
    IntStream.range(0, 150)
        .forEach(i -> assertThat(pages.add(page(fifty, i))).as("page %s", i).isTrue());

    assertThat(pages.isTooLong()).isFalse();
    assertThat(IntStream.range(150, 1_000).allMatch(i -> pages.add(page(fifty, i)))).isFalse();
    assertThat(pages.isTooLong()).isTrue();
  }

  @Test
  void pagesThatBringNothingHaveAnEndToo() {
    Pages pages = new Pages(OfferKind.PROMPT);

    assertThat(IntStream.range(0, 200).allMatch(i -> pages.add(page("", i)))).isFalse();
    assertThat(pages.isTooLong()).isTrue();
  }

  @Test
  void aServerThatIsAwayHoldsTheNamesThatItListedLast() {
    Listing prompts =
        new Listing(
            OfferKind.PROMPT,
            List.of(
                new OfServer.Holds(first, Set.of("review")),
                list(second, "{\"name\":\"review\"}", "{\"name\":\"plan\"}")));

    assertThat(prompts.all()).extracting(Offered::shown).containsExactly("second__review", "plan");
    assertThat(prompts.find("review")).get().extracting(Names.Named::server).isEqualTo(first.id());
    assertThat(prompts.find("other")).isEmpty();
  }

  @Test
  void aServerThatNobodyKnowsTakesNoNamesFromOthers() {
    Listing prompts =
        new Listing(
            OfferKind.PROMPT,
            List.of(new OfServer.Unknown(first), list(second, "{\"name\":\"review\"}")));

    assertThat(prompts.isCertain()).isFalse();
    assertThat(prompts.all()).extracting(Offered::shown).containsExactly("review");
    assertThat(prompts.find("review")).get().extracting(Names.Named::server).isEqualTo(second.id());
    assertThat(prompts.find("other")).get().extracting(Names.Named::server).isEqualTo(first.id());
    assertThat(prompts.find("second__review"))
        .contains(new Names.Named(second.id(), "review", "second__review"));
    assertThat(prompts.find("second__other")).isEmpty();
  }

  @Test
  void theFirstServersNamesAreItsOwnWhateverALaterOneMayHave() {
    Listing prompts =
        new Listing(
            OfferKind.PROMPT,
            List.of(list(first, "{\"name\":\"review\"}"), new OfServer.Unknown(second)));

    assertThat(prompts.find("review")).get().extracting(Names.Named::server).isEqualTo(first.id());
    assertThat(prompts.find("other")).get().extracting(Names.Named::server).isEqualTo(second.id());
  }

  @Test
  void theNameBesideAnothersIsGoodWhereThereIsNoOther() {
    Listing templates =
        new Listing(
            OfferKind.TEMPLATE,
            List.of(list(first), list(second, "{\"uriTemplate\":\"db://{table}\"}")));

    assertThat(templates.find("preloop:second:db://users"))
        .get()
        .satisfies(found -> assertThat(found.server()).isEqualTo(second.id()))
        .extracting(found -> found.own("preloop:second:db://users"))
        .isEqualTo("db://users");
  }

  private static JsonSlice page(String prompts, int number) {
    return json("{\"prompts\":[%s],\"nextCursor\":\"%d\"}".formatted(prompts, number));
  }

  private static String text(Offered offered, OfferKind kind) {
    return new String(offered.bytes(kind), UTF_8);
  }

  private static OfServer list(Server server, String... definitions) {
    return new OfServer.Lists(server, Stream.of(definitions).map(ListingTests::json).toList());
  }

  private static JsonSlice json(String text) {
    return JsonSlice.of(text.getBytes(UTF_8));
  }

  private static Server server(String name) {
    return new Server(
        UUID.randomUUID(),
        name,
        false,
        new UpstreamServer.Http(URI.create("https://" + name + ".test/mcp"), Credential.NONE),
        ServerIntroduction.NONE,
        null);
  }
}
