package ai.preloop.activities.prices;

import static ai.preloop.activities.models.ModelFixtures.at;
import static ai.preloop.activities.models.ModelFixtures.plan;
import static ai.preloop.activities.models.ModelFixtures.priced;
import static ai.preloop.activities.models.ModelFixtures.prices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.models.ModelFixtures;
import ai.preloop.activities.models.OwnPrices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricingTests {

  private static final Pricing PRICING = new Pricing(PriceCatalogue.read());
  private static final Plan GPT_4O = plan("large", "openai", "gpt-4o");
  private static final Plan UNKNOWN = plan("odd", "openai", "nobody-knows-it");

  @Test
  void theCatalogueSaysItAndWhen() {
    Price price = of(GPT_4O);

    assertThat(price.source()).isEqualTo("catalogue 2026-07-24");
    assertThat(price.rates())
        .hasValue(new Rates(2_500_000, 10_000_000, 1_250_000, 2_500_000, 10_000_000));
  }

  @Test
  void theAccountSaysAllOfIt() {
    Price price = of(priced(GPT_4O, prices("1", "2", "3", "4", "5.000001")));

    assertThat(price.source()).isEqualTo("account");
    assertThat(price.rates())
        .hasValue(new Rates(1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_001));
  }

  @Test
  void whatTheAccountLeavesOutIsTheCatalogues() {
    Price price = of(priced(GPT_4O, prices("2", "8", null, null, null)));

    assertThat(price.source()).isEqualTo("account+catalogue 2026-07-24");
    assertThat(price.rates())
        .hasValue(new Rates(2_000_000, 8_000_000, 1_250_000, 2_000_000, 8_000_000));
  }

  @Test
  void withoutTheCatalogueCachesCostInputAndReasoningOutput() {
    Price price = of(priced(UNKNOWN, prices("2", "8", null, null, null)));

    assertThat(price.source()).isEqualTo("account");
    assertThat(price.rates())
        .hasValue(new Rates(2_000_000, 8_000_000, 2_000_000, 2_000_000, 8_000_000));
  }

  @Test
  void nobodyKnowsWhatHasNoInputOrOutputPrice() {
    assertThat(of(UNKNOWN)).isEqualTo(Price.NONE);
    assertThat(of(priced(UNKNOWN, prices("2", null, "1", "1", "1")))).isEqualTo(Price.NONE);
    assertThat(of(priced(UNKNOWN, prices(null, "2", "1", "1", "1")))).isEqualTo(Price.NONE);
    assertThat(of(ModelFixtures.shared("any", "large"))).isEqualTo(Price.NONE);
  }

  @Test
  void nothingIsAPriceToo() {
    Price free = of(priced(UNKNOWN, prices("0", "0", null, null, null)));

    assertThat(free.rates()).isPresent();
    assertThat(free.rates().orElseThrow().cost(new Usage(9, 9, 9, 9, 9))).isZero();
  }

  @Test
  void aLongInputCostsWhatIsListedForIt() {
    Plan pro = plan("pro", "gemini", "gemini-2.5-pro");
    Rates rates = of(pro).rates().orElseThrow();

    assertThat(rates.cost(new Usage(200_000, 0, 0, 100, 0))).isEqualTo(251_000_000);
    assertThat(rates.cost(new Usage(200_001, 0, 0, 100, 0))).isEqualTo(501_502_500);
  }

  @Test
  void anAccountsOwnPriceHoldsAtAnyLength() {
    Plan pro = plan("pro", "gemini", "gemini-2.5-pro");
    Rates whole = of(priced(pro, prices("1", "1", "1", "1", "1"))).rates().orElseThrow();
    Rates part = of(priced(pro, prices("1", null, null, null, null))).rates().orElseThrow();

    assertThat(whole.above()).isNull();
    assertThat(part.cost(new Usage(300_000, 0, 0, 0, 0))).isEqualTo(300_000_000);
    assertThat(part.cost(new Usage(300_000, 0, 0, 100, 0))).isEqualTo(301_500_000);
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.deepseek.com, deepseek-flash, catalogue 2026-10-27",
    "https://API.DeepSeek.com/v1, deepseek-flash, catalogue 2026-10-27",
    "https://api.openai.com/v1, gpt-4o, catalogue 2026-07-24",
    "https://openrouter.ai/api/v1, gpt-4o, none",
    "https://api.deepseek.com.example.com, deepseek-flash, none",
    "http://127.0.0.1:11434/v1, gpt-4o, none"
  })
  void anAddressThatIsAnybodysHasThePricesOfItsProviderOnly(
      String endpoint, String identifier, String source) {
    assertThat(of(at(endpoint, "openai_compatible", identifier)).source()).isEqualTo(source);
  }

  @ParameterizedTest
  @CsvSource({
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0, catalogue 2026-07-24",
    "global.anthropic.claude-opus-4-6-v1, catalogue 2026-10-24",
    "global.anthropic.claude-sonnet-5-5, catalogue 2026-10-24",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, none",
    "anthropic.claude-sonnet-4-5-20250929-v1:0, none",
    "meta.llama3-70b-instruct-v1:0, none"
  })
  void bedrockHasAnthropicsPriceWhereNoRegionIsNamed(String identifier, String source) {
    assertThat(of(at("https://bedrock.example.com", "bedrock", identifier)).source())
        .isEqualTo(source);
  }

  @Test
  void aDeploymentMayHaveAnyName() {
    assertThat(of(at("https://x.example.com", "azure_openai", "gpt-4o"))).isEqualTo(Price.NONE);
  }

  @Test
  void windowsAreKnownOrLarge() {
    assertThat(PRICING.windows(ModelFixtures.of(GPT_4O))).isEqualTo(new Windows(128_000, 16_384));
    assertThat(PRICING.windows(ModelFixtures.of(UNKNOWN))).isEqualTo(Windows.UNKNOWN);
  }

  @Test
  void theDearestOfPricesCanBeCounted() {
    String most = "1000000";
    OwnPrices dearest = prices(most, most, most, most, most);

    assertThat(of(priced(UNKNOWN, dearest)).rates().orElseThrow().input()).isEqualTo(Rates.MOST);
  }

  private static Price of(Plan plan) {
    return PRICING.of(ModelFixtures.of(plan));
  }
}
