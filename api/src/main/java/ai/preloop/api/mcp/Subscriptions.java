package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.offers.ResourceSubscriptions;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.api.mcp.McpMethods.Context;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** {@code subscriptions/listen} of revision 2026-07-28, and what it comes to at older servers. */
@Component
final class Subscriptions {

  static final String LISTEN = "subscriptions/listen";

  private final Catalogs catalogs;
  private final ResourceSubscriptions resources;
  private final Introduction introduction;
  private final Tasks tasks;
  private final Waiters waiters;

  Subscriptions(
      Catalogs catalogs,
      ResourceSubscriptions resources,
      Introduction introduction,
      Tasks tasks,
      Waiters waiters) {
    this.catalogs = catalogs;
    this.resources = resources;
    this.introduction = introduction;
    this.tasks = tasks;
    this.waiters = waiters;
  }

  McpAnswer listen(Context context, Envelope message) {
    JsonSlice id = message.id();
    JsonSlice params = message.params();
    JsonSlice filter = params == null ? null : params.member("notifications");
    if (id == null || filter == null || !context.acceptsEvents()) {
      return RpcAnswer.error(
          400,
          id,
          RpcAnswer.INVALID_PARAMS,
          "A subscription needs params.notifications, and a client that accepts text/event-stream.");
    }
    // Those who take no tasks hear of none, and must be told so (SEP 2663).
    return filter.member("taskIds") == null
            || ClientCapabilities.takesTasks(ClientCapabilities.of(context.session(), message))
        ? new Subscription(context, id.detached(), Wanted.of(filter))
        : Tasks.missing(message);
  }

  /** Subscribes to what is wanted, and says what of it can be had. */
  Wanted agree(Context context, Wanted wanted) {
    Set<String> subscribed =
        wanted.resources().stream().filter(uri -> begin(context, uri)).collect(Collectors.toSet());
    return wanted.agreed(
        offered(context), subscribed, tasks.own(context.principal(), wanted.tasks()));
  }

  /** What watches the tasks of a subscription. */
  TaskWatch watch(Context context, SubscriptionWords words) {
    return new TaskWatch(tasks, waiters, context, words);
  }

  /** Ends subscriptions that nobody else of the session has. */
  void end(Context context, Set<String> uris) {
    uris.forEach(uri -> end(context, uri));
  }

  /** The servers that may say that what they list has changed, where a client wants to hear it. */
  List<Server> servers(Context context, Wanted agreed) {
    return agreed.lists().isEmpty() || !context.endpoint().isWhole()
        ? List.of()
        : catalogs.of(context.principal().account()).servers().stream()
            .filter(Subscriptions::saysChanges)
            .toList();
  }

  private static boolean saysChanges(Server server) {
    return Stream.of("tools", "prompts", "resources")
        .anyMatch(capability -> server.introduction().offers(capability, "listChanged"));
  }

  private Set<String> offered(Context context) {
    Set<String> offered = new HashSet<>();
    introduction
        .capabilities(context.principal().account(), context.endpoint())
        .forEach((capability, parts) -> {
          if (parts instanceof Map<?, ?> flags && flags.containsKey("listChanged")) {
            offered.add(capability + "ListChanged");
          }
        });
    return offered;
  }

  private boolean begin(Context context, String uri) {
    return context.endpoint().isWhole()
        && resources.begin(call(context, "resources/subscribe", uri)) instanceof ToolAnswer.Result;
  }

  private void end(Context context, String uri) {
    if (context.endpoint().isWhole()) {
      resources.end(call(context, "resources/unsubscribe", uri));
    }
  }

  private static ToolCall call(Context context, String method, String uri) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"%s\",\"params\":{\"uri\":%s}}"
            .formatted(method, JsonText.quote(uri));
    Envelope message = Envelope.read(body.getBytes(StandardCharsets.UTF_8), Limits.REQUEST);
    return ToolCall.of(context.principal(), context.session(), message, uri);
  }
}
