package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.MalformedMessage.Kind;
import ai.preloop.activities.json.Splice;
import ai.preloop.activities.json.StrictJson;
import ai.preloop.activities.json.StrictJson.Limits;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON-RPC message from a client, read once. Only what Preloop owns is bound; everything else
 * stays in the bytes and goes on as it came.
 */
public final class Envelope {

  /** Ids and tokens are kept for as long as a call is held, and a client may have many. */
  private static final int LONGEST_ID = 1_000;

  /** What was read already may have grown by what is put around it here. */
  private static final Limits MADE_HERE =
      new Limits(
          2 * Limits.REQUEST.bytes(), Limits.REQUEST.depth() + 2, Limits.REQUEST.surrogates());

  private static final JsonSlice NO_TERMS = JsonSlice.of(new byte[] {'{', '}'});

  private final JsonSlice message;
  private final @Nullable JsonSlice id;
  private final String method;
  private final @Nullable JsonSlice params;
  private final @Nullable JsonSlice name;
  private final @Nullable JsonSlice arguments;
  private final @Nullable JsonSlice task;
  private final @Nullable JsonSlice metadata;
  private final Meta meta;

  private Envelope(JsonSlice message, @Nullable JsonSlice id, String method) {
    this.message = message;
    this.id = id;
    this.method = method;
    this.params = method.isEmpty() ? null : objectOrAbsent(message.member("params"), "params");
    @Nullable JsonSlice[] parts =
        params == null
            ? new @Nullable JsonSlice[4]
            : params.pick(nameOf(method), "arguments", "_meta", "task");
    this.name = parts[0];
    this.arguments = objectOrAbsent(parts[1], "arguments");
    this.task = parts[3];
    this.metadata = objectOrAbsent(parts[2], "_meta");
    this.meta = Meta.of(metadata);
  }

  private Envelope(Envelope read, Meta meta) {
    this.message = read.message;
    this.id = read.id;
    this.method = read.method;
    this.params = read.params;
    this.name = read.name;
    this.arguments = read.arguments;
    this.task = read.task;
    this.metadata = read.metadata;
    this.meta = meta;
  }

  /** Reads a body; {@link MalformedMessage} when it is not one well-formed message. */
  public static Envelope read(byte[] body, Limits limits) {
    JsonSlice message = StrictJson.read(body, limits);
    if (message.is(JsonType.ARRAY)) {
      throw new MalformedMessage(Kind.BATCH, "Batches are not taken: send one message at a time.");
    }
    @Nullable JsonSlice[] parts = message.pick("jsonrpc", "id", "method", "result", "error");
    JsonSlice id = parts[1];
    if (parts[0] == null || !"2.0".equals(parts[0].text())) {
      throw invalid("The message is no JSON-RPC 2.0 object.", null);
    }
    if (parts[2] == null && (parts[3] != null || parts[4] != null)) {
      return new Envelope(message, id, "");
    }
    if (id != null && !isId(id)) {
      throw invalid(
          "The id is no string or integer of at most %d bytes.".formatted(LONGEST_ID), null);
    }
    String method = parts[2] == null ? null : parts[2].text();
    if (method == null || method.isEmpty()) {
      throw invalid("The message has no method.", id);
    }
    return new Envelope(message, id, method);
  }

  /** Whether it can be the id of a request: a string or an integer, and not long. */
  public static boolean isId(JsonSlice value) {
    return value.length() <= LONGEST_ID && (value.is(JsonType.STRING) || isInteger(value));
  }

  private static boolean isInteger(JsonSlice id) {
    for (int i = id.from(); i < id.to(); i++) {
      byte b = id.array()[i];
      if (b != '-' && (b < '0' || b > '9')) {
        return false;
      }
    }
    return true;
  }

  private @Nullable JsonSlice objectOrAbsent(@Nullable JsonSlice value, String what) {
    if (value != null && !value.is(JsonType.OBJECT)) {
      throw new MalformedMessage(Kind.INVALID_PARAMS, "`" + what + "` is not an object.", id);
    }
    return value;
  }

  private static MalformedMessage invalid(String sentence, @Nullable JsonSlice id) {
    return new MalformedMessage(Kind.INVALID_REQUEST, sentence, id);
  }

  public boolean isRequest() {
    return id != null && !method.isEmpty();
  }

  /** Whether it answers a request that was made of the client. */
  public boolean isResponse() {
    return method.isEmpty();
  }

  /** The result or the error that a response brings, by its name; null where there is none. */
  public @Nullable JsonSlice answer(String member) {
    return isResponse() ? message.member(member) : null;
  }

  /** The id as it was written; absent in a notification. */
  public @Nullable JsonSlice id() {
    return id;
  }

  /** The method; empty in a response. */
  public String method() {
    return method;
  }

  public @Nullable JsonSlice params() {
    return params;
  }

  /** The member of the params that says what a method is about. */
  private static String nameOf(String method) {
    if (method.startsWith("resources/")) {
      return "uri";
    }
    return method.startsWith("tasks/") ? "taskId" : "name";
  }

  /**
   * What is asked for: {@code params.name}, a resource's {@code uri} or a {@code taskId}; where it
   * is a string.
   */
  public @Nullable String name() {
    return name == null ? null : name.text();
  }

  public @Nullable JsonSlice arguments() {
    return arguments;
  }

  /** Whether its client asks for a task in place of the result (MCP 2025-11-25, Tasks). */
  public boolean isForTask() {
    return task != null && task.is(JsonType.OBJECT);
  }

  /** The same where it asks for none. */
  public Envelope withoutTask() {
    return params == null || task == null
        ? this
        : read(new Splice(message).replace(params, params.without("task")).bytes(), MADE_HERE);
  }

  public Meta meta() {
    return meta;
  }

  /** Takes the justification out of the arguments; no other byte of them changes. */
  public Justified withoutJustification(String member) {
    JsonSlice value = arguments == null ? null : arguments.member(member);
    if (arguments == null || value == null) {
      return new Justified(null, arguments);
    }
    if (!value.is(JsonType.STRING)) {
      throw new MalformedMessage(Kind.INVALID_PARAMS, "`" + member + "` is not a string.", id);
    }
    return new Justified(value.text(), arguments.without(member));
  }

  /**
   * The body for the upstream server: this message with its own id, tool name and arguments (null:
   * as they came) put in place. It goes out in a session, so what it said of itself for want of one
   * is taken out.
   */
  public byte[] toUpstream(long upstreamId, String tool, @Nullable JsonSlice newArguments) {
    Stream<Edit> edits =
        Stream.of(
            new Edit(id, Long.toString(upstreamId).getBytes(StandardCharsets.US_ASCII)),
            new Edit(name, tool.equals(name()) ? null : quoted(tool)),
            new Edit(arguments, newArguments),
            new Edit(metadata, meta.isStateless() ? AboutItself.without(metadata) : null));
    return Edit.all(message, edits);
  }

  /** The same of a message that names nothing, under another id only. */
  public byte[] toUpstream(long upstreamId) {
    return toUpstream(upstreamId, Objects.requireNonNullElse(name(), ""), null);
  }

  /** The same, where one string within the params is to be another one. */
  public byte[] toUpstream(long upstreamId, JsonSlice string, String to) {
    if (to.equals(string.text())) {
      return toUpstream(upstreamId);
    }
    byte[] renamed = Edit.all(message, Stream.of(new Edit(string, quoted(to))));
    return read(renamed, MADE_HERE).toUpstream(upstreamId);
  }

  private static JsonSlice quoted(String text) {
    return JsonSlice.of(JsonText.quote(text).getBytes(StandardCharsets.UTF_8));
  }

  /** The same message as a call of another tool, with arguments of which it has the bytes. */
  public Envelope calling(String tool, JsonSlice newArguments) {
    byte[] spliced =
        Edit.all(
            message, Stream.of(new Edit(name, quoted(tool)), new Edit(arguments, newArguments)));
    return read(spliced, MADE_HERE);
  }

  /** A {@code tools/call} of our own making, for a call whose message is gone. */
  public static byte[] toolCall(long id, String tool, byte[] arguments) {
    return named(id, "tools/call", tool, arguments);
  }

  /** The same of a tool that is called as a task alone. */
  public static byte[] toolCallAsTask(long id, String tool, byte[] arguments) {
    JsonSlice call = JsonSlice.of(toolCall(id, tool, arguments));
    JsonSlice params = Objects.requireNonNull(call.member("params"));
    return new Splice(call).replace(params, params.with("task", NO_TERMS)).bytes();
  }

  /** A request about a task of a server's. */
  public static byte[] ofTask(long id, String method, String task) {
    return """
    {"jsonrpc":"2.0","id":%d,"method":"%s","params":{"taskId":%s}}\
    """
        .formatted(id, method, JsonText.quote(task))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A {@code prompts/get}, likewise. */
  public static byte[] promptGet(long id, String prompt, byte[] arguments) {
    return named(id, "prompts/get", prompt, arguments);
  }

  /** A {@code resources/read}, likewise. */
  public static byte[] resourceRead(long id, String uri) {
    return """
    {"jsonrpc":"2.0","id":%d,"method":"resources/read","params":{"uri":%s}}\
    """
        .formatted(id, JsonText.quote(uri))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] named(long id, String method, String name, byte[] arguments) {
    String head =
        """
        {"jsonrpc":"2.0","id":%d,"method":"%s","params":{"name":%s,"arguments":\
        """
            .formatted(id, method, JsonText.quote(name));
    byte[] start = head.getBytes(StandardCharsets.UTF_8);
    byte[] body = Arrays.copyOf(start, start.length + arguments.length + 2);
    System.arraycopy(arguments, 0, body, start.length, arguments.length);
    body[body.length - 2] = '}';
    body[body.length - 1] = '}';
    return body;
  }

  /** A call that came in by other means than MCP, with its caller's own id of it. */
  public static Envelope ofCall(String tool, byte[] arguments, @Nullable String callId) {
    Envelope read = read(toolCall(0, tool, arguments), MADE_HERE);
    return new Envelope(read, new Meta(null, null, callId, null, null, null, null, null));
  }

  /** What the agent gave as its reason, and the arguments without it. */
  public record Justified(@Nullable String justification, @Nullable JsonSlice arguments) {}

  /**
   * What is read of {@code params._meta}; a token that cannot be one is as if it were not there.
   */
  public record Meta(
      @Nullable JsonSlice progressToken,
      @Nullable String toolUseId,
      @Nullable String callId,
      @Nullable String protocolVersion,
      @Nullable JsonSlice clientInfo,
      @Nullable JsonSlice clientCapabilities,
      @Nullable String logLevel,
      @Nullable String sessionId) {

    private static final Meta NONE = new Meta(null, null, null, null, null, null, null, null);

    private static Meta of(@Nullable JsonSlice meta) {
      if (meta == null) {
        return NONE;
      }
      @Nullable JsonSlice[] parts =
          meta.pick(
              "progressToken",
              "claudecode/toolUseId",
              "callId",
              "io.modelcontextprotocol/protocolVersion",
              "io.modelcontextprotocol/clientInfo",
              "io.modelcontextprotocol/clientCapabilities",
              "io.modelcontextprotocol/logLevel",
              "sessionId");
      JsonSlice token = parts[0] != null && isId(parts[0]) ? parts[0] : null;
      return new Meta(
          token,
          text(parts[1]),
          text(parts[2]),
          text(parts[3]),
          parts[4],
          parts[5],
          text(parts[6]),
          text(parts[7]));
    }

    private static @Nullable String text(@Nullable JsonSlice value) {
      return value == null ? null : value.text();
    }

    private boolean isStateless() {
      return AboutItself.REVISION.equals(protocolVersion);
    }

    /** The client's own id of the call, the same when it repeats the call. */
    public @Nullable String clientCallId() {
      return toolUseId == null ? callId : toolUseId;
    }
  }
}
