package ai.preloop.activities.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request of revision 2026-07-28 says of itself, since there is no session to say it (Basic,
 * General fields, _meta), and which of it stands in the headers as well (Streamable HTTP, Request
 * Metadata).
 */
public record AboutItself(String clientVersion, String capabilities, @Nullable String logLevel) {

  public static final String REVISION = "2026-07-28";

  private static final String PREFIX = "io.modelcontextprotocol/";
  private static final String VERSION = PREFIX + "protocolVersion";
  private static final String CLIENT = PREFIX + "clientInfo";
  private static final String CAPABILITIES = PREFIX + "clientCapabilities";
  private static final String LOG_LEVEL = PREFIX + "logLevel";

  private static final JsonSlice EMPTY = slice("{}");

  /** The {@code _meta} of such a request, as it is in a session. */
  static @Nullable JsonSlice without(@Nullable JsonSlice metadata) {
    JsonSlice left = metadata;
    for (String name : List.of(VERSION, CLIENT, CAPABILITIES, LOG_LEVEL)) {
      left = left == null ? null : left.without(name);
    }
    return left;
  }

  /** A request as it is in a session, saying this of itself. */
  public byte[] in(byte[] request) {
    JsonSlice message = JsonSlice.of(request);
    JsonSlice params = orEmpty(message.member("params"));
    JsonSlice metadata = orEmpty(without(params.member("_meta")));
    return message.with("params", params.with("_meta", said(metadata))).toBytes();
  }

  private JsonSlice said(JsonSlice metadata) {
    String client =
        "{\"name\":\"preloop\",\"version\":%s}".formatted(JsonText.quote(clientVersion));
    JsonSlice said =
        metadata
            .with(VERSION, quoted(REVISION))
            .with(CLIENT, slice(client))
            .with(CAPABILITIES, slice(capabilities));
    return logLevel == null ? said : said.with(LOG_LEVEL, quoted(logLevel));
  }

  /** The headers of such a request, whose tool, if it is a call of one, has this schema. */
  public static Map<String, String> headers(byte[] request, Map<?, ?> schema) {
    @Nullable JsonSlice[] parts = JsonSlice.of(request).pick("method", "params");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("MCP-Protocol-Version", REVISION);
    headers.put("Mcp-Method", parts[0] == null ? "" : String.valueOf(parts[0].text()));
    if (parts[1] != null) {
      addNames(headers, parts[1], schema);
    }
    return headers;
  }

  private static void addNames(Map<String, String> headers, JsonSlice params, Map<?, ?> schema) {
    @Nullable JsonSlice[] parts = params.pick("name", "uri", "arguments");
    JsonSlice name = parts[0] == null ? parts[1] : parts[0];
    String named = name == null ? null : name.text();
    if (named != null) {
      headers.put("Mcp-Name", HeaderValue.encoded(named));
    }
    headers.putAll(ParameterHeaders.of(schema, parts[2]));
  }

  private static JsonSlice orEmpty(@Nullable JsonSlice object) {
    return object == null ? EMPTY : object;
  }

  private static JsonSlice quoted(String text) {
    return slice(JsonText.quote(text));
  }

  private static JsonSlice slice(String json) {
    return JsonSlice.of(json.getBytes(UTF_8));
  }
}
