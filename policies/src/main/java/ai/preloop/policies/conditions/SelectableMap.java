package ai.preloop.policies.conditions;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import java.util.Map;
import java.util.Optional;

/**
 * A map whose fields are looked up one by one. CEL goes through every entry of a plain map, down to
 * the last leaf, each time that an expression reads one of its fields.
 */
final class SelectableMap extends CelValue implements SelectableValue<String> {

  private static final CelType TYPE = MapType.create(SimpleType.STRING, SimpleType.DYN);

  /** Nobody changes the values of a call while it is judged. */
  @SuppressWarnings("Immutable")
  private final Map<?, ?> map;

  private SelectableMap(Map<?, ?> map) {
    this.map = map;
  }

  static Object of(Object value) {
    return value instanceof Map<?, ?> map ? new SelectableMap(map) : value;
  }

  @Override
  public Object select(String field) {
    return find(field).orElseThrow(() -> CelAttributeNotFoundException.forMissingMapKey(field));
  }

  @Override
  public Optional<Object> find(String field) {
    return Optional.<Object>ofNullable(map.get(field)).map(SelectableMap::of);
  }

  @Override
  public Object value() {
    return map;
  }

  @Override
  public boolean isZeroValue() {
    return map.isEmpty();
  }

  @Override
  public CelType celType() {
    return TYPE;
  }
}
