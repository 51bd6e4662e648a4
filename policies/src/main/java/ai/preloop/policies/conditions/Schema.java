package ai.preloop.policies.conditions;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types that a tool's JSON Schema gives to its arguments. What it leaves open is dynamic, and
 * only references within the schema are followed.
 */
public final class Schema {

  /** Nothing is known of a tool's arguments. */
  public static final Schema UNKNOWN = new Schema(Primitive.TOOL, Map.of());

  private static final Schema OF_RESOURCE =
      new Schema(Primitive.RESOURCE, Map.of("type", "object", "properties", Map.of()));
  private static final Schema OF_MODEL = new Schema(Primitive.MODEL, Map.of());
  private static final Schema OF_PROMPT = new Schema(Primitive.PROMPT, Map.of());

  private static final int DEEPEST = 16;
  private static final int LARGEST = 2_000;

  private final Map<String, StructType> structs = new LinkedHashMap<>();
  private final Primitive primitive;
  private final Map<?, ?> root;
  private final StringBuilder signature = new StringBuilder();
  private final CelType type;
  private int visited;

  private Schema(Primitive primitive, Map<?, ?> root) {
    this.primitive = primitive;
    this.root = root;
    VariableTypes.structs(primitive).forEach(this::add);
    this.type = root.isEmpty() ? anyMap() : typeOf(root, "preloop.args", 0);
  }

  /** {@code schema} is as maps, lists and values; null when it is not known. */
  public static Schema of(@Nullable Map<String, Object> schema) {
    return schema == null || schema.isEmpty() ? UNKNOWN : new Schema(Primitive.TOOL, schema);
  }

  /**
   * What is known where nothing was said: reading a resource, or a model, has no arguments at all.
   */
  public static Schema of(Primitive primitive) {
    return switch (primitive) {
      case TOOL -> UNKNOWN;
      case RESOURCE -> OF_RESOURCE;
      case PROMPT -> OF_PROMPT;
      case MODEL -> OF_MODEL;
    };
  }

  /** What the arguments are for. */
  Primitive primitive() {
    return primitive;
  }

  /** The types as text: the same for schemas that differ in what else they say. */
  String signature() {
    return primitive.word() + ' ' + type().name() + signature;
  }

  /** The type of {@code args}: a struct where the fields are known. */
  CelType type() {
    return type instanceof StructType ? type : anyMap();
  }

  /** The names of the arguments, as far as they are known. */
  public Set<String> argumentNames() {
    return type instanceof StructType struct ? struct.fieldNames() : Set.of();
  }

  /** Every field name of arguments and variables at any depth, for hints. */
  Set<String> fieldNames() {
    Set<String> names = new HashSet<>();
    structs.values().forEach(struct -> names.addAll(struct.fieldNames()));
    return names;
  }

  CelTypeProvider types() {
    return new Types(ImmutableMap.copyOf(structs));
  }

  private CelType typeOf(@Nullable Object schema, String name, int depth) {
    if (!(schema instanceof Map<?, ?> map) || depth > DEEPEST || ++visited > LARGEST) {
      return SimpleType.DYN;
    }
    if (map.get("$ref") instanceof String reference) {
      return typeOf(local(reference), name, depth + 1);
    }
    return switch (declaredType(map)) {
      case "string" -> SimpleType.STRING;
      case "integer" -> SimpleType.INT;
      case "number" -> SimpleType.DOUBLE;
      case "boolean" -> SimpleType.BOOL;
      case "array" -> ListType.create(typeOf(map.get("items"), name + ".items", depth + 1));
      case "object" -> object(map, name, depth);
      case String _ -> alternative(map, name, depth);
    };
  }

  /** The one type that is not null, or "" when there are several or none. */
  private static String declaredType(Map<?, ?> schema) {
    return switch (schema.get("type")) {
      case String single -> single;
      case List<?> several -> {
        List<?> types = several.stream().filter(each -> !"null".equals(each)).toList();
        yield types.size() == 1 && types.getFirst() instanceof String only ? only : "";
      }
      case null, default -> schema.get("properties") instanceof Map ? "object" : "";
    };
  }

  private CelType object(Map<?, ?> schema, String name, int depth) {
    Object additional = schema.get("additionalProperties");
    boolean open = additional != null && !Boolean.FALSE.equals(additional);
    if (open || composed(schema) || !(schema.get("properties") instanceof Map<?, ?> properties)) {
      return anyMap();
    }
    Map<String, CelType> fields = new LinkedHashMap<>();
    properties.forEach((key, value) ->
        fields.put(String.valueOf(key), typeOf(value, name + "." + structs.size(), depth + 1)));
    StructType struct = VariableTypes.object(name + "." + structs.size(), fields);
    add(struct);
    sign(struct, fields);
    return struct;
  }

  /** A field may be called anything, so its name says where it ends before it begins. */
  private void sign(StructType struct, Map<String, CelType> fields) {
    signature.append(struct.name()).append(':');
    fields.forEach((name, type) ->
        signature.append(name.length()).append(name).append(described(type)).append(','));
  }

  private static String described(CelType type) {
    return type instanceof ListType list ? "list of " + described(list.elemType()) : type.name();
  }

  private static boolean composed(Map<?, ?> schema) {
    return List.of("patternProperties", "allOf", "anyOf", "oneOf", "if", "$dynamicRef").stream()
        .anyMatch(schema::containsKey);
  }

  /** {@code anyOf: [T, null]} is T, as generators write optional fields. */
  private CelType alternative(Map<?, ?> schema, String name, int depth) {
    if (!(schema.get("anyOf") instanceof List<?> options)) {
      return SimpleType.DYN;
    }
    List<Object> real = new ArrayList<>();
    for (Object option : options) {
      if (!(option instanceof Map<?, ?> map && "null".equals(map.get("type")))) {
        real.add(option);
      }
    }
    return real.size() == 1 ? typeOf(real.getFirst(), name, depth + 1) : SimpleType.DYN;
  }

  private @Nullable Object local(String reference) {
    if (!reference.startsWith("#/")) {
      return null;
    }
    Object target = root;
    for (String step : reference.substring(2).split("/", -1)) {
      String key = step.replace("~1", "/").replace("~0", "~");
      target = target instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return target;
  }

  private void add(StructType struct) {
    structs.put(struct.name(), struct);
  }

  private static CelType anyMap() {
    return MapType.create(SimpleType.STRING, SimpleType.DYN);
  }

  /** What the checker asks for by name. */
  private record Types(ImmutableMap<String, CelType> byName) implements CelTypeProvider {

    @Override
    public ImmutableCollection<CelType> types() {
      return byName.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return Optional.ofNullable(byName.get(name));
    }
  }
}
