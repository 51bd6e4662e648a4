package ai.preloop.api.usage;

import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Small money as people write it, and not with an exponent. */
public final class PlainNumber extends ValueSerializer<BigDecimal> {

  @Override
  public void serialize(BigDecimal value, JsonGenerator json, SerializationContext context) {
    json.writeNumber(value.toPlainString());
  }
}
