package ai.preloop.api.models;

import ai.preloop.activities.models.OwnPrices;
import ai.preloop.activities.prices.Rates;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What tokens cost, in US dollars per million. */
@Schema(name = "AiModelPrices", description = "US dollars per million tokens.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PricesBody(
    @Schema(minimum = "0", maximum = "1000000", example = "2.5") @Nullable BigDecimal input,
    @Schema(minimum = "0", maximum = "1000000", example = "10") @Nullable BigDecimal output,
    @Schema(
            minimum = "0",
            maximum = "1000000",
            description = "Input read from the provider's cache; as input where nobody says.")
        @Nullable BigDecimal cacheRead,
    @Schema(
            minimum = "0",
            maximum = "1000000",
            description = "Input written to the provider's cache; as input where nobody says.")
        @Nullable BigDecimal cacheWrite,
    @Schema(
            minimum = "0",
            maximum = "1000000",
            description = "Output that is reasoning; as output where nobody says.")
        @Nullable BigDecimal reasoning) {

  private static final int DECIMALS = 6;

  OwnPrices prices() {
    return new OwnPrices(input, output, cacheRead, cacheWrite, reasoning);
  }

  static PricesBody of(OwnPrices own) {
    return new PricesBody(
        own.input(), own.output(), own.cacheRead(), own.cacheWrite(), own.reasoning());
  }

  static PricesBody of(Rates rates) {
    return new PricesBody(
        dollars(rates.input()),
        dollars(rates.output()),
        dollars(rates.cacheRead()),
        dollars(rates.cacheWrite()),
        dollars(rates.reasoning()));
  }

  private static BigDecimal dollars(long pico) {
    BigDecimal exact = BigDecimal.valueOf(pico, DECIMALS).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
