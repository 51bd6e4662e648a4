package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.offers.Conversations.Listed;
import ai.preloop.activities.offers.Conversations.Whose;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.activities.tools.VisibleTools;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists what servers offer beside tools, and finds what an agent asks for by its name. With one
 * server that has any, every name is that server's to know.
 */
public final class Offers {

  private static final Logger LOG = LoggerFactory.getLogger(Offers.class);
  private static final Duration KNOWN_FOR = Duration.ofMinutes(5);
  private static final int MOST_KNOWN = 10_000;

  private final Catalogs catalogs;
  private final VisibleTools visible;
  private final ToolCalls calls;
  private final Conversations conversations;
  private final Cache<Key, Listing> known =
      Caffeine.newBuilder().expireAfterWrite(KNOWN_FOR).maximumSize(MOST_KNOWN).build();

  Offers(Catalogs catalogs, VisibleTools visible, ToolCalls calls, Conversations conversations) {
    this.catalogs = catalogs;
    this.visible = visible;
    this.calls = calls;
    this.conversations = conversations;
  }

  private record Key(AccountId account, UUID session, OfferKind kind) {}

  /** What is offered of one kind, as the result of its list method. */
  public ToolAnswer list(ToolCall call, OfferKind kind) {
    return calls.counted(call, () -> listed(call, kind), refused -> refused);
  }

  private ToolAnswer listed(ToolCall call, OfferKind kind) {
    List<Listed> lists = lists(call, kind);
    lists.stream().filter(list -> !list.isWhole()).forEach(list -> missed(list, kind));
    boolean nothing = !lists.isEmpty() && lists.stream().noneMatch(Listed::isWhole);
    return nothing
        ? failed(lists.getFirst())
        : new ToolAnswer.Result(JsonSlice.of(written(call, kind, kept(call, kind, lists))));
  }

  private List<Listed> lists(ToolCall call, OfferKind kind) {
    return Conversations.each(
        servers(call, kind), server -> conversations.list(whose(call), server, kind));
  }

  private Listing kept(ToolCall call, OfferKind kind, List<Listed> lists) {
    Listing listing = Listing.of(kind, lists.stream().map(Listed::list).toList());
    known.put(key(call, kind), listing);
    return listing;
  }

  private static void missed(Listed list, OfferKind kind) {
    LOG.warn(
        "{} is not listed by {}: {}",
        kind.member(),
        list.list().server().name(),
        list.end().getClass().getSimpleName());
  }

  private static ToolAnswer failed(Listed list) {
    return switch (list.end()) {
      case UpstreamAnswer.RpcError error -> new ToolAnswer.RpcError(error.error());
      case UpstreamAnswer.Failure failure ->
          new ToolAnswer.Failed(
              ProblemType.UPSTREAM_FAILED,
              "The server %s could not be used: %s"
                  .formatted(list.list().server().name(), failure.sentence()),
              false);
      case UpstreamAnswer.Result result -> new ToolAnswer.Result(result.result());
    };
  }

  private byte[] written(ToolCall call, OfferKind kind, Listing listing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    out.writeBytes(utf8("{\"" + kind.member() + "\":["));
    String separator = "";
    for (Offered each : listing.all()) {
      if (!visible.isHidden(call.principal(), kind.offer(each.server(), each.own()))) {
        out.writeBytes(utf8(separator));
        out.writeBytes(each.bytes(kind));
        separator = ",";
      }
    }
    out.writeBytes(utf8("]}"));
    return out.toByteArray();
  }

  /** The prompt of this name; empty when no server has it. */
  public Optional<Offer> prompt(ToolCall call) {
    return find(call, OfferKind.PROMPT);
  }

  /** The resource of this URI, or of a template that it may be of; empty when there is none. */
  public Optional<Offer> resource(ToolCall call) {
    return find(call, OfferKind.RESOURCE).or(() -> find(call, OfferKind.TEMPLATE));
  }

  /** Passes a subscription, or its end, on to the server of a resource. */
  public ToolAnswer subscribe(ToolCall call) {
    return resource(call)
        .filter(offer -> !visible.isHidden(call.principal(), offer))
        .map(offer ->
            calls.pass(
                call, offer.server(), id -> call.envelope().toUpstream(id, offer.name(), null)))
        .orElseGet(() -> calls.unknown(call));
  }

  /** The template of this text, or the resource of this URI; empty when no server has it. */
  public Optional<Offer> template(ToolCall call) {
    return find(call, OfferKind.TEMPLATE).or(() -> find(call, OfferKind.RESOURCE));
  }

  private Optional<Offer> find(ToolCall call, OfferKind kind) {
    List<Server> servers = servers(call, kind);
    return switch (servers.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(asked(kind).offer(servers.getFirst(), call.name()));
      default ->
          listing(call, kind)
              .find(call.name())
              .map(found -> asked(kind).offer(found.server(), named(kind, found, call.name())));
    };
  }

  /** What is asked for by a URI is a resource, whichever list it was found by. */
  private static OfferKind asked(OfferKind kind) {
    return kind == OfferKind.TEMPLATE ? OfferKind.RESOURCE : kind;
  }

  /** The server's own name for what the agent asked for. */
  private static String named(OfferKind kind, Offered found, String asked) {
    if (kind != OfferKind.TEMPLATE) {
      return found.own();
    }
    boolean renamed = !found.own().equals(found.shown());
    return renamed ? asked.substring(found.shown().length() - found.own().length()) : asked;
  }

  private Listing listing(ToolCall call, OfferKind kind) {
    Listing listing = known.getIfPresent(key(call, kind));
    if (listing == null) {
      listing = kept(call, kind, lists(call, kind));
    }
    return listing;
  }

  private List<Server> servers(ToolCall call, OfferKind kind) {
    return catalogs.of(call.principal().account()).servers().stream().filter(kind::isOf).toList();
  }

  private static Whose whose(ToolCall call) {
    return new Whose(call.principal(), Objects.requireNonNull(call.session()));
  }

  private static Key key(ToolCall call, OfferKind kind) {
    return new Key(call.principal().account(), Objects.requireNonNull(call.session()).id(), kind);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
