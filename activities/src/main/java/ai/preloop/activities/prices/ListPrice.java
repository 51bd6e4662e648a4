package ai.preloop.activities.prices;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A provider's price, in US dollars per million tokens. Where it says nothing of cached input, that
 * costs what input does, and reasoning what output does.
 */
record ListPrice(
    BigDecimal input,
    BigDecimal output,
    @Nullable BigDecimal cacheRead,
    @Nullable BigDecimal cacheWrite,
    @Nullable BigDecimal reasoning) {}
