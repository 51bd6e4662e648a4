package ai.preloop.activities.prices;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A provider's price, in US dollars per million tokens. Where it says nothing of cached input, that
 * costs what input does, what is cached for an hour what is cached for minutes, and reasoning what
 * output does.
 */
record ListPrice(
    BigDecimal input,
    BigDecimal output,
    @Nullable BigDecimal cacheRead,
    @Nullable BigDecimal cacheWrite,
    @JsonProperty("cache_write_1h") @Nullable BigDecimal cacheWriteHour,
    @Nullable BigDecimal reasoning) {}
