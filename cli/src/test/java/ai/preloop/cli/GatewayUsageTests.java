package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayUsageTests extends AgainstPreloop {

  @Test
  void saysWhatCallsComeToByModel() {
    preloop.rest(
        "GET /account/gateway-usage/summary", 200, summary("\"model\":\"fast\"", "12.345678901"));

    var run = cli.run("usage");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "MODEL  CALLS  ERRORS  INPUT  CACHED  OUTPUT  COST    UNPRICED",
            "fast   3      1       720    600     120     $12.35  2",
            "3 calls, 720 tokens in, 120 out, $12.35. The usage of 1 is estimated.");
    assertThat(preloop.last().query()).isEqualTo("by=model");
  }

  @Test
  void groupsAsItIsToldAndPassesFiltersOn() {
    preloop.rest(
        "GET /account/gateway-usage/summary",
        200,
        summary("\"key_id\":\"k1\",\"key_name\":\"ci\",\"day\":\"2026-11-23\"", "0.5"));

    var run =
        cli.run(
            "usage",
            "--by",
            "day,key",
            "--from",
            "2026-11-01T00:00:00Z",
            "--key",
            "ci",
            "--model",
            "fast");

    assertThat(run.out().lines().toList().get(1)).startsWith("2026-11-23  ci   3      1");
    assertThat(preloop.last().query())
        .isEqualTo("from=2026-11-01T00:00:00Z&key=ci&model=fast&by=day,key");
  }

  @Test
  void groupsAndFiltersByWhatCallsBelongTo() {
    preloop.rest(
        "GET /account/gateway-usage/summary",
        200,
        summary("\"flow\":\"nightly\",\"team\":\"search\"", "0.5"));

    var run = cli.run("usage", "--by", "flow,team", "--agent", "research", "--flow", "nightly");

    assertThat(run.out().lines().toList().get(1)).startsWith("nightly  search  3");
    assertThat(preloop.last().query()).isEqualTo("agent=research&flow=nightly&by=flow,team");
  }

  @Test
  void pricesCallsAgainAndSaysWhatItComesTo() {
    preloop
        .withOwner()
        .rest(
            "POST /account/gateway-usage/reprice",
            200,
            "{\"looked_at\":3,\"changed\":2,\"before_usd\":0.5,\"after_usd\":12.345678901}");

    var run =
        cli.withPassword()
            .run(
                "usage",
                "reprice",
                "--from",
                "2026-11-01T00:00:00Z",
                "--to",
                "2026-12-01T00:00:00Z",
                "--model",
                "fast",
                "--preview");

    assertThat(run.out().lines())
        .containsExactly("2 of 3 calls would get another cost: $0.50 before, $12.35 after.");
    assertThat(preloop.last().body())
        .contains("\"preview_only\":true", "\"model\":\"fast\"", "2026-11-01T00:00:00Z");
  }

  @Test
  void oneIsNotSaidAsMany() {
    preloop
        .withOwner()
        .rest(
            "GET /account/gateway-usage/summary",
            200,
            summary("\"model\":\"fast\"", "0.5").replace("\"calls\":3", "\"calls\":1"))
        .rest(
            "POST /account/gateway-usage/reprice",
            200,
            "{\"looked_at\":1,\"changed\":1,\"before_usd\":0,\"after_usd\":0.5}");

    assertThat(cli.run("usage").out().lines().toList().getLast()).startsWith("1 call, 720 tokens");
    assertThat(
            cli.withPassword()
                .run(
                    "usage",
                    "reprice",
                    "--from",
                    "2026-11-01T00:00:00Z",
                    "--to",
                    "2026-12-01T00:00:00Z")
                .out())
        .isEqualTo("1 of 1 call got another cost: $0.00 before, $0.50 after.\n");
  }

  @Test
  void aGroupOfCallsThatHaveNoneIsADash() {
    preloop.rest("GET /account/gateway-usage/summary", 200, summary("\"day\":\"2026-11-23\"", "0"));

    var run = cli.run("usage", "--by", "session");

    assertThat(run.out().lines().toList().get(1)).startsWith("-        3").contains("$0.00");
  }

  @Test
  void saysThatThereWereNone() {
    preloop.rest(
        "GET /account/gateway-usage/summary",
        200,
        """
        {"from":"2026-11-01T00:00:00Z","to":"2026-11-02T00:00:00Z","groups":[],"totals":{},"cut":false}
        """);

    assertThat(cli.run("usage").out())
        .isEqualTo("No calls of models from 2026-11-01 00:00:00 UTC to 2026-11-02 00:00:00 UTC.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0.000000003,$0.000000003",
    "0.00012345678,$0.0001235",
    "0.1,$0.10",
    "1234567.891,$1234567.89",
    "1E-9,$0.000000001",
    "20,$20.00"
  })
  void roundsMoneyForPeople(String exact, String shown) {
    preloop.rest("GET /account/gateway-usage/summary", 200, summary("\"model\":\"fast\"", exact));

    assertThat(cli.run("usage").out()).contains(" " + shown + " ");
  }

  @Test
  void givesProgramsTheExactAnswer() {
    preloop.rest(
        "GET /account/gateway-usage/summary", 200, summary("\"model\":\"fast\"", "12.345678901"));

    assertThat(cli.run("usage", "-o", "json").out()).contains("\"cost_usd\" : 12.345678901");
  }

  @Test
  void listsCallsAndMarksWhatIsEstimated() {
    preloop.rest(
        "GET /account/gateway-usage/search",
        200,
        """
        {"items":[{"started_at":"2026-11-23T10:00:00.123456Z","key_name":"ci","model":"fast",
          "provider":"anthropic","status":"partial","total_input_tokens":240,"output_tokens":40,
          "cost_usd":0.0123456,"usage_estimated":true,"duration_ms":250}],"next_cursor":null}
        """);

    var run = cli.run("usage", "calls", "--status", "partial", "-n", "5");

    assertThat(run.out().lines().toList().get(1))
        .isEqualTo(
            "2026-11-23 10:00:00 UTC  ci   fast   anthropic  partial  240    40      ~$0.01235  250");
    assertThat(preloop.last().query()).isEqualTo("status=partial&limit=5");
  }

  @Test
  void showsWhatWasSaidWhereItIsLookedForByThat() {
    preloop
        .withOwner()
        .rest(
            "GET /account/gateway-usage/search",
            200,
            """
            {"items":[{"id":"c1","started_at":"2026-11-23T10:00:00Z","key_name":"ci","model":"fast",
              "words":{"request":"r","answer":"a","headline":"the **invoice** is paid"}}],
             "next_cursor":null,"capture":"off"}
            """);

    var run = cli.withPassword().run("usage", "calls", "--query", "invoice");

    assertThat(run.out().lines())
        .containsExactly("2026-11-23 10:00:00 UTC  ci  fast  c1", "  the **invoice** is paid");
    assertThat(run.err()).contains("MODEL_GATEWAY_CAPTURE_CONTENT=true");
    assertThat(preloop.last().query()).isEqualTo("limit=20&q=invoice");
  }

  @Test
  void goesOnFromACursor() {
    preloop.rest("GET /account/gateway-usage/search", 200, "{\"items\":[],\"next_cursor\":null}");

    var run = cli.run("usage", "calls", "--cursor", "abc");

    assertThat(run.out()).isEqualTo("No calls of models.\n");
    assertThat(preloop.last().query()).isEqualTo("limit=20&cursor=abc");
  }

  private static String summary(String group, String cost) {
    String totals =
        """
        {"calls":3,"open_calls":0,"errors":1,"input_tokens":720,"output_tokens":120,
         "cache_read_tokens":600,"cache_write_tokens":90,"reasoning_tokens":15,"cost_usd":%s,
         "estimated_calls":1,"unpriced_calls":2}
        """
            .formatted(cost);
    return """
    {"from":"2026-11-01T00:00:00Z","to":"2026-11-24T00:00:00Z","totals":%s,
     "groups":[{%s,"totals":%s}],"cut":false}
    """
        .formatted(totals, group, totals);
  }
}
